-- 澜川重工江城钢构: the demo site of a company's branch. Company, people and
-- numbers are made up; the codes in the footer are samples, not records.
return {
  title = "澜川重工江城钢构",
  hosts = { "ganggou.localhost" },
  profile = "enterprise",
  theme = "chihong",
  lang = "zh",
  plugins = { "desk", "feeds", "correction", "wordcheck" },

  settings = {
    slogan = "一焊一铆 筑桥通途",
    description = "澜川重工集团江城钢构分公司门户：动态、工程、安全、厂务公开与职工生活（演示站点）",
    keywords = "江城钢构,钢桥,安全生产,厂务公开,职工之家",
    sponsor = "澜川重工集团江城钢构分公司",
    organizer = "江城钢构分公司党群工作部",
    contact = "综合管理部 0000-61309600（示例）",
    phone = "0000-61309600",
    address = "江城市临港新区锚地路 16 号",
    mail = "office@ganggou.example",
    site_code = "0000000002",
    icp = "示例ICP备00000002号",
    police = "示例公网安备00000000000002号",
    copyright = "澜川重工集团江城钢构分公司 版权所有（演示站点，标识码和备案号均为示例）",
  },

  workflow = {
    { title = "初审", days = 1 },
    { title = "复审", days = 1 },
    { title = "终审", days = 1 },
  },

  units = {
    {
      code = "GG", name = "澜川重工集团江城钢构分公司",
      children = {
        { code = "GG01", name = "综合管理部" },
        { code = "GG02", name = "党群工作部" },
        { code = "GG03", name = "安全环保部" },
        {
          code = "GG04", name = "生产制造部",
          children = {
            { code = "GG0401", name = "下料车间" },
            { code = "GG0402", name = "焊接车间" },
            { code = "GG0403", name = "涂装车间" },
          },
        },
        { code = "GG05", name = "技术质量部" },
        { code = "GG06", name = "工程项目部" },
        { code = "GG07", name = "采购物流部" },
      },
    },
  },

  columns = {
    {
      slug = "news", title = "公司动态", type = "article", unit = "GG",
      description = "生产经营和改革发展的新近消息", keywords = "动态,生产,经营",
      freshness_days = 14,
      children = {
        {
          slug = "notice", title = "通知公告", type = "article",
          description = "面向员工和社会的通知、公告", keywords = "通知,公告",
          freshness_days = 180,
        },
      },
    },
    {
      slug = "party", title = "党建工作", type = "article",
      description = "支部、班组和共建活动", keywords = "党建,支部,班组",
      freshness_days = 30,
    },
    {
      slug = "safety", title = "安全生产", type = "article",
      description = "安全提示、检查通报和班组经验", keywords = "安全,检查,隐患",
      freshness_days = 14,
    },
    {
      slug = "project", title = "重点工程", type = "article",
      description = "在建和交付的桥梁、港机与厂房", keywords = "工程,钢桥,港机",
      freshness_days = 60,
    },
    {
      slug = "tech", title = "技术质量", type = "article",
      description = "工艺改进、质量管理和标准", keywords = "技术,质量,焊接",
      freshness_days = 60,
    },
    {
      slug = "craft", title = "工匠群像", type = "article",
      description = "一线技师和班组的故事", keywords = "工匠,劳模,班组",
      freshness_days = 60,
    },
    {
      slug = "open", title = "厂务公开", type = "article",
      description = "职代会、薪酬福利和重大事项", keywords = "厂务公开,职代会",
      freshness_days = 180,
      children = {
        {
          slug = "procurement", title = "采购公告", type = "article",
          description = "物资、设备和劳务采购", keywords = "采购,招标,询比",
          freshness_days = 180,
        },
      },
    },
    {
      slug = "staff", title = "职工之家", type = "article",
      description = "食堂、宿舍、文体和家属活动", keywords = "职工,生活,文体",
      freshness_days = 60,
    },
    {
      slug = "study", title = "学习培训", type = "article",
      description = "师带徒、考证和夜校安排", keywords = "培训,考证,师带徒",
      freshness_days = 60,
    },
    {
      slug = "about", title = "走进钢构", type = "page",
      description = "分公司简介、业务和联系方式", keywords = "简介,业务,联系",
      freshness_days = 365,
    },
  },
}
