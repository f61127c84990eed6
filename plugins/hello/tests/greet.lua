test("the page greets whoever gives a name", function(t)
  local page <const> = t:get("/hello")
  equal(page.status, 200)
  contains(page.body, "你好")
  contains(t:post("/hello", { name = "江城 <b>" }).body, "江城 &lt;b&gt;")
end)

test("a name that is too long comes back with a reason", function(t)
  local page <const> = t:post("/hello", { name = ("长"):rep(21) })
  equal(page.status, 422)
  contains(page.body, "20")
end)

test("what it says is a setting of the site", function(t)
  ok(t:act("plugin.configure", { name = "hello",
    settings = { greeting = "早上好" } }))
  contains(t:get("/hello").body, "早上好")
end)

test("a site that doesn't use it has no such page", function(t)
  ok(t:act("plugin.disable", { name = "hello" }))
  equal(t:get("/hello").status, 404)
end)
