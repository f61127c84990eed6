-- Demo accounts of 澜川重工江城钢构. All names are made up. Passwords are made
-- on first start.
return {
  { name = "lushan", display = "陆杉", unit = "GG02", roles = { "contributor@ganggou:news", "contributor@ganggou:party" } },
  { name = "qiaoyi", display = "乔屹", unit = "GG03", roles = { "contributor@ganggou" } },
  { name = "mengxi", display = "孟溪", unit = "GG02", roles = { "editor@ganggou" } },
  { name = "songhe", display = "宋禾", unit = "GG04", roles = { "reviewer1@ganggou" } },
  { name = "dongyan", display = "董砚", unit = "GG02", roles = { "reviewer2@ganggou" } },
  { name = "yanzhou", display = "严舟", unit = "GG01", roles = { "reviewer3@ganggou" } },
  { name = "baining", display = "白宁", unit = "GG03", roles = { "column_keeper@ganggou:safety" } },
  { name = "hanbo", display = "韩泊", unit = "GG01", roles = { "site_keeper@ganggou" } },
}
