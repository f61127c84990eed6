-- What holds for reports inside of the program; tests/http/correction.test.mjs
-- comes from outside.

test("nobody but staff reads what readers found", function(t)
  equal(t:get("/desk/corrections").status, 303)
end)

test("a page that isn't there can't be wrong", function(t)
  equal(t:get("/correction?entry=999").status, 404)
  equal(t:get("/correction").status, 404)
  equal(t:get("/correction?entry=-1").status, 404)
  equal(t:post("/correction", { entry = "x" }).status, 404)
end)

test("an article leads to the form, which knows its page", function(t)
  local id <const> = t:publish{ column = "news", title = "江城开放职工书屋" }
  contains(t:get("/news/" .. id .. ".html").body, "/correction?entry=" .. id)
  contains(t:get("/correction?entry=" .. id).body, "江城开放职工书屋")
end)
