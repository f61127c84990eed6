-- Sample topics: pages of their own, at /topics/river/ and /topics/class/.  The
-- file's name keeps them behind what they show.
return {
  {
    column = "topics", type = "topic", days_ago = 1,
    title = "望湖河百日观察", name = "river", cover = "river.png",
    summary = "一百天、两公里河道、十二根水尺：师生与沿岸居民一起记录一条河的变化。",
    body = [[
<p>这个专题收录望湖河段生态修复试验的进展、课堂和人。数据每天公布，任何人都可以核对和更正。</p>
]],
    parts = {
      { form = "topic_carousel", from = "news", limit = 3 },
      { form = "topic_list", title = "进展", from = "news", limit = 5 },
      { form = "topic_text", title = "怎样参加",
        text = "每周六上午九点，在三号水尺旁集合。\n自带雨鞋，量具由学院提供。\n未满十六周岁的，请由家长陪同。" },
      { form = "topic_cards", title = "在河边的人", from = "people", limit = 4 },
      { form = "topic_list", title = "课堂与实验", from = "teaching", limit = 5 },
      { form = "topic_list", from = "lecture", limit = 5 },
    },
  },
  {
    column = "topics", type = "topic", days_ago = 12,
    title = "把课堂搬到现场", name = "class", cover = "dike.png",
    summary = "河堤、闸室、值班室和坝体廊道：一学期里没有黑板的课。",
    parts = {
      { form = "topic_cards", title = "学生说", from = "students", limit = 4 },
      { form = "topic_list", title = "课程与实验", from = "teaching", limit = 5 },
      { form = "topic_list", title = "讲座", from = "lecture", limit = 5 },
    },
  },
}
