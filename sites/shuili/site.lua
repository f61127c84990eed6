-- 江城理工大学水利工程学院: the demo site of a university's school, in the paper
-- theme.  School, people and numbers are made up; the codes in the footer are
-- samples, not records.
return {
  title = "水利工程学院",
  hosts = { "shuili.localhost" },
  profile = "institution",
  theme = "zhusha",
  lang = "zh",
  plugins = { "desk", "feeds", "qa", "showcase", "correction", "wordcheck" },

  settings = {
    slogan = "江城理工大学 · 知水 治水 乐水",
    description = "江城理工大学水利工程学院门户：要闻、教学科研、师者、学生与院务公开（演示站点）",
    keywords = "水利工程,教学,科研,院务公开,讲座",
    sponsor = "江城理工大学水利工程学院",
    organizer = "水利工程学院办公室",
    contact = "学院办公室 0000-61408800（示例）",
    phone = "0000-61408800",
    address = "江城市松岗区学苑路 21 号 水利楼",
    mail = "office@shuili.example",
    site_code = "0000000003",
    icp = "示例ICP备00000003号",
    police = "示例公网安备00000000000003号",
    copyright = "江城理工大学水利工程学院 版权所有（演示站点，标识码和备案号均为示例）",
    home = {
      { block = "headline", column = "news" },
      { block = "carousel", column = "news", limit = 4 },
      { block = "list", column = "news", limit = 5 },
      { block = "list", column = "news/notice", limit = 5 },
      { block = "list", column = "party", limit = 5 },
      { block = "list", column = "teaching", limit = 5 },
      { block = "list", column = "lecture", limit = 5 },
      { block = "band", column = "open" },
      { block = "plugin", column = "people" },
      { block = "cards", column = "students", limit = 4 },
      { block = "cards", column = "topics", limit = 2 },
      { block = "plugin", column = "qa" },
    },
    links = {
      { title = "江城市职工之家", url = "http://jiangcheng.localhost:8080/" },
      { title = "澜川重工江城钢构", url = "http://ganggou.localhost:8080/" },
    },
  },

  workflow = {
    { title = "初审", days = 1 },
    { title = "复审", days = 1 },
    { title = "终审", days = 1 },
  },

  units = {
    {
      code = "SL", name = "水利工程学院",
      children = {
        { code = "SL01", name = "学院办公室" },
        { code = "SL02", name = "党群工作室" },
        { code = "SL03", name = "教学科研办公室" },
        { code = "SL04", name = "学生工作办公室" },
        { code = "SL05", name = "河流实验中心" },
      },
    },
  },

  columns = {
    {
      slug = "news", title = "学院要闻", type = "article", unit = "SL",
      description = "教学、科研和学院生活的新近消息", keywords = "要闻,学院,动态",
      freshness_days = 14,
      children = {
        {
          slug = "notice", title = "通知公告", type = "article",
          description = "面向师生和社会的通知、公示", keywords = "通知,公告,公示",
          freshness_days = 180,
        },
      },
    },
    {
      slug = "party", title = "党建思政", type = "article",
      description = "支部生活、课程思政和志愿服务", keywords = "党建,支部,志愿服务",
      freshness_days = 30,
    },
    {
      slug = "teaching", title = "教学科研", type = "article",
      description = "课程、实验、项目和成果", keywords = "教学,科研,实验",
      freshness_days = 60,
    },
    {
      slug = "lecture", title = "讲座预告", type = "article",
      description = "水利讲堂和研究生论坛", keywords = "讲座,论坛,学术",
      freshness_days = 30,
    },
    {
      slug = "people", title = "师者风采", type = "person",
      description = "教师、实验员和团队的故事，经本人同意公开", keywords = "教师,团队,师德",
      freshness_days = 60,
    },
    {
      slug = "students", title = "学生天地", type = "article",
      description = "实习、竞赛、社团和就业", keywords = "学生,实习,竞赛,社团",
      freshness_days = 60,
    },
    {
      slug = "open", title = "院务公开", type = "article",
      description = "招生培养、经费使用、招聘评审，按学期公布，接受师生监督。",
      keywords = "院务公开,招生,经费,招聘", freshness_days = 180,
      children = {
        {
          slug = "training", title = "招生培养", type = "article",
          description = "招生计划、培养方案和学籍事项", keywords = "招生,培养方案",
          freshness_days = 180,
        },
        {
          slug = "funds", title = "经费使用", type = "article",
          description = "学院经费、实验设备和奖助学金", keywords = "经费,奖助学金",
          freshness_days = 180,
        },
        {
          slug = "hiring", title = "招聘评审", type = "article",
          description = "岗位招聘、职称评审和公示", keywords = "招聘,职称,公示",
          freshness_days = 180,
        },
      },
    },
    {
      slug = "topics", title = "专题", type = "topic",
      description = "一段时间里的一件事，收在一页", keywords = "专题",
      freshness_days = 180,
    },
    {
      slug = "qa", title = "有问必答", type = "question",
      description = "师生和考生的来信与答复", keywords = "问答,咨询",
      freshness_days = 60,
    },
    {
      slug = "about", title = "学院概况", type = "page",
      description = "学院简介、机构和联系方式", keywords = "简介,机构,联系",
      freshness_days = 365,
    },
  },
}
