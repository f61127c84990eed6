/* What was selected on the page comes behind # of the address. */
const field = document.getElementById("correction-sentence");
const words = new URLSearchParams(location.hash.slice(1)).get("text");
if (field && words && !field.value) {
  field.value = words.slice(0, field.maxLength);
  document.getElementById("correction-wrong").focus();
}
