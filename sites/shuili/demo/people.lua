-- Demo accounts of 水利工程学院. All names are made up. Passwords are made on
-- first start.
return {
  { name = "jixia", display = "纪夏", unit = "SL02", roles = { "contributor@shuili" } },
  { name = "luoan", display = "罗岸", unit = "SL04", roles = { "contributor@shuili:students" } },
  { name = "shuyu", display = "舒雨", unit = "SL01", roles = { "editor@shuili" } },
  { name = "tanbo", display = "谭泊", unit = "SL03", roles = { "reviewer1@shuili" } },
  { name = "jiangyi", display = "江怡", unit = "SL02", roles = { "reviewer2@shuili" } },
  { name = "heyuan", display = "贺源", unit = "SL01", roles = { "reviewer3@shuili" } },
  { name = "wenqu", display = "闻渠", unit = "SL01", roles = { "site_keeper@shuili" } },
}
