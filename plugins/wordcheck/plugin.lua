-- 敏感词: what in a text should be looked at before it is public.
return {
  name = "wordcheck",
  title = "用词检查",
  version = "1.0.0",
  api = 1,
  description = "个人信息、密级标志、贬称、粗话和错别字：写稿时标出，提交时把关，审稿人可凭理由放行",
  capabilities = { "db" },
  guards = { "entry.submit", "submission.check" },
  permissions = {
    ["wordcheck.lists"] = { "site_keeper" },
    ["wordcheck.override"] = { "reviewer", "column_keeper", "site_keeper" },
  },
  settings = {
    attachments = { kind = "bool", default = true,
      label = "wordcheck.setting.attachments" },
    appeal = { kind = "line", max = 200,
      default = "在本页写明理由，由有放行权限的审稿人决定；对决定有异议的，可向网站主管反映",
      label = "wordcheck.setting.appeal" },
  },
}
