-- 江城市职工之家: the demo site of a city institution. City, unit, people and
-- numbers are made up; the codes in the footer are samples, not records.
return {
  title = "江城市职工之家",
  hosts = { "jiangcheng.localhost", "localhost", "127.0.0.1" },
  profile = "institution",
  theme = "chihong",
  lang = "zh",
  plugins = { "desk", "disclosure", "encyclopedia", "feeds", "showcase", "qa", "correction", "wordcheck" },

  settings = {
    slogan = "竭诚服务职工 用心办好实事",
    description = "江城市职工服务中心门户：要闻、公开、办事、课堂与答复（演示站点）",
    keywords = "江城,职工服务,信息公开,办事指南,职工课堂",
    sponsor = "江城市职工服务中心",
    organizer = "江城市职工服务中心宣传教育部",
    contact = "服务大厅 0000-61201200（示例）",
    phone = "0000-61201200",
    address = "江城市滨江区望湖路 88 号",
    mail = "service@jiangcheng.example",
    site_code = "0000000001",
    icp = "示例ICP备00000001号",
    police = "示例公网安备00000000000001号",
    copyright = "江城市职工服务中心 版权所有（演示站点，标识码和备案号均为示例）",
    links = {
      { title = "澜川重工江城钢构", url = "http://ganggou.localhost:8080/" },
      { title = "水利工程学院", url = "http://shuili.localhost:8080/" },
    },
  },

  workflow = {
    { title = "初审", days = 1 },
    { title = "复审", days = 1 },
    { title = "终审", days = 1 },
  },

  units = {
    {
      code = "JC", name = "江城市职工服务中心",
      children = {
        { code = "JC01", name = "综合办公室" },
        { code = "JC02", name = "宣传教育部" },
        { code = "JC03", name = "权益保障部" },
        { code = "JC04", name = "帮扶服务部" },
        { code = "JC05", name = "职工学校" },
        { code = "JC06", name = "信息公开办公室" },
        { code = "JC07", name = "信息技术科" },
      },
    },
  },

  columns = {
    {
      slug = "news", title = "要闻动态", type = "article", unit = "JC",
      description = "中心和各区县职工服务工作的新近消息", keywords = "要闻,动态,职工服务",
      freshness_days = 14,
      children = {
        {
          slug = "notice", title = "通知公告", type = "article",
          description = "中心发布的通知、公告和公示", keywords = "通知,公告,公示",
          freshness_days = 180,
        },
      },
    },
    {
      slug = "party", title = "党建引领", type = "article",
      description = "机关党支部的学习、服务和组织生活", keywords = "党建,支部,志愿服务",
      freshness_days = 30,
      children = {
        {
          slug = "study", title = "学习园地", type = "article",
          description = "读书班、学习笔记和推荐书目", keywords = "学习,读书,笔记",
          freshness_days = 60,
        },
      },
    },
    {
      slug = "open", title = "公开专栏", type = "article",
      description = "信息公开指南、目录、年报和公开事项", keywords = "信息公开,指南,年报",
      freshness_days = 180,
      children = {
        {
          slug = "catalog", title = "信息公开目录", type = "disclosure",
          description = "主动公开的事项，按索引号逐件列出", keywords = "公开目录,索引号,文件",
          freshness_days = 180,
        },
        {
          slug = "guide", title = "信息公开指南", type = "page",
          description = "公开什么、怎样申请和怎样监督", keywords = "公开指南,依申请公开",
          freshness_days = 365,
        },
        {
          slug = "system", title = "制度文件", type = "article",
          description = "中心印发的制度和解读", keywords = "制度,文件,解读",
          freshness_days = 180,
        },
        {
          slug = "people", title = "人事信息", type = "article",
          description = "招聘、公示和岗位情况", keywords = "人事,招聘,公示",
          freshness_days = 180,
        },
        {
          slug = "finance", title = "财务预决算", type = "article",
          description = "年度预算、决算和专项经费说明", keywords = "预算,决算,经费",
          freshness_days = 365,
        },
        {
          slug = "procurement", title = "采购公告", type = "article",
          description = "采购需求、公告和结果", keywords = "采购,询价,中标",
          freshness_days = 180,
        },
        {
          slug = "help", title = "慰问帮扶", type = "article",
          description = "救助、慰问和走访的安排与发放情况", keywords = "救助,慰问,走访",
          freshness_days = 180,
        },
        {
          slug = "apply", title = "依申请公开", type = "article",
          description = "申请的流程、写法和典型答复", keywords = "依申请公开,流程,答复",
          freshness_days = 180,
        },
      },
    },
    {
      slug = "model", title = "劳模风采", type = "person",
      description = "身边劳动者的故事，经本人同意公开", keywords = "劳模,工匠,先进",
      freshness_days = 60,
    },
    {
      slug = "class", title = "职工课堂", type = "article",
      description = "职工学校的公益课、技能课和讲座", keywords = "课程,培训,讲座",
      freshness_days = 60,
    },
    {
      slug = "service", title = "办事指南", type = "article",
      description = "各服务事项的条件、材料、流程和时限", keywords = "办事,指南,材料,流程",
      freshness_days = 180,
    },
    {
      slug = "qa", title = "有问必答", type = "question",
      description = "职工来信和政策问答", keywords = "问答,政策,咨询",
      freshness_days = 60,
    },
    {
      slug = "encyclopedia", title = "知识百科", type = "term",
      description = "职工服务常用词语的含义和出处", keywords = "百科,词条,释义",
      freshness_days = 180,
    },
    {
      slug = "about", title = "关于我们", type = "page",
      description = "机构简介、联系方式和网站说明", keywords = "机构,联系,无障碍",
      freshness_days = 365,
    },
  },
}
