-- Demo accounts of 江城市职工之家 and the three administrators of the whole
-- installation. All names are made up. Passwords are made on first start.
return {
  { name = "linxiao", display = "林晓", unit = "JC02", roles = { "contributor@jiangcheng:news" } },
  { name = "suqing", display = "苏青", unit = "JC04", roles = { "contributor@jiangcheng" } },
  { name = "wutong", display = "吴桐", unit = "JC02", roles = { "editor@jiangcheng" } },
  { name = "xuning", display = "许宁", unit = "JC02", roles = { "reviewer1@jiangcheng" } },
  { name = "zhenghong", display = "郑宏", unit = "JC01", roles = { "reviewer2@jiangcheng" } },
  { name = "hejing", display = "何静", unit = "JC06", roles = { "reviewer3@jiangcheng" } },
  { name = "fangyuan", display = "方远", unit = "JC02", roles = { "column_keeper@jiangcheng:news" } },
  { name = "tangyue", display = "唐月", unit = "JC07", roles = { "site_keeper@jiangcheng" } },
  { name = "shenyan", display = "沈砚", unit = "JC07", roles = { "system_admin" } },
  { name = "luoheng", display = "罗衡", unit = "JC07", roles = { "security_admin" } },
  { name = "guming", display = "顾明", unit = "JC06", roles = { "audit_admin" } },
}
