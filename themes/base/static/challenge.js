// The challenge on forms that anybody may send: finds a number whose SHA-256
// together with the token begins with so many zero bits.  The hash is our own,
// for crypto.subtle is missing where a page came by plain http.  Works in
// slices, so that typing stays smooth; begins when somebody uses the form.

const SLICE = 12;          // milliseconds
const K = new Uint32Array(64);
const START = new Uint32Array(8);

// The fractions of roots of the first primes (FIPS 180-4).
function constants() {
  let n = 0;
  for (let p = 2; n < 64; p++) {
    let prime = true;
    for (let d = 2; d * d <= p; d++) if (p % d === 0) prime = false;
    if (!prime) continue;
    if (n < 8) START[n] = (Math.sqrt(p) % 1) * 2 ** 32;
    K[n++] = (Math.cbrt(p) % 1) * 2 ** 32;
  }
}

const turn = (x, n) => (x >>> n) | (x << (32 - n));
const w = new Uint32Array(64);

function block(h, bytes, at) {
  for (let i = 0; i < 16; i++, at += 4) {
    w[i] = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) |
      bytes[at + 3];
  }
  for (let i = 16; i < 64; i++) {
    const a = w[i - 15], b = w[i - 2];
    w[i] = w[i - 16] + w[i - 7] + (turn(a, 7) ^ turn(a, 18) ^ (a >>> 3)) +
      (turn(b, 17) ^ turn(b, 19) ^ (b >>> 10));
  }
  let [a, b, c, d, e, f, g, k] = h;
  for (let i = 0; i < 64; i++) {
    const s = (k + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) +
      ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
    const m = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) +
      ((a & b) ^ (a & c) ^ (b & c))) | 0;
    k = g; g = f; f = e; e = (d + s) | 0; d = c; c = b; b = a; a = (s + m) | 0;
  }
  h[0] += a; h[1] += b; h[2] += c; h[3] += d;
  h[4] += e; h[5] += f; h[6] += g; h[7] += k;
}

// Of ASCII text, as eight words.
export function sha256(text) {
  const length = text.length, size = ((length + 8) >> 6) + 1 << 6;
  const bytes = new Uint8Array(size), h = new Uint32Array(START);
  for (let i = 0; i < length; i++) bytes[i] = text.charCodeAt(i);
  bytes[length] = 0x80;
  new DataView(bytes.buffer).setUint32(size - 4, length * 8);
  for (let at = 0; at < size; at += 64) block(h, bytes, at);
  return h;
}

export function works(token, n, bits) {
  return sha256(`${token}:${n}`)[0] >>> (32 - bits) === 0;
}

function start(box) {
  const { challenge: token, bits } = box.dataset;
  const state = box.querySelector('.challenge-state');
  const work = document.createElement('input');
  const form = box.closest('form');
  let n = 0, sending = null;
  work.type = 'hidden';
  work.name = '_work';
  box.append(work);
  state.textContent = state.dataset.working;

  function found() {
    work.value = String(n);
    state.textContent = state.dataset.done;
    if (sending) form.requestSubmit(sending.submitter);
  }

  function slice() {
    const end = performance.now() + SLICE;
    while (performance.now() < end) {
      for (let i = 0; i < 64; i++, n++) {
        if (works(token, n, Number(bits))) return found();
      }
    }
    setTimeout(slice, 1);
  }

  // Whoever is faster than the machine waits for it a moment.
  form.addEventListener('submit', (event) => {
    if (work.value !== '') return;
    event.preventDefault();
    sending = { submitter: event.submitter };
  });
  slice();
}

constants();
for (const box of document.querySelectorAll('.challenge')) {
  box.querySelector('.challenge-question').hidden = true;
  const form = box.closest('form');
  form.addEventListener('focusin', () => start(box), { once: true });
}
