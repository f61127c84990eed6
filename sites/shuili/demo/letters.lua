-- Sample letters of 有问必答 and their answers, which go through the reviews.
return {
  {
    plugin = "qa", command = "ask", days_ago = 9,
    input = {
      title = "跨专业考研，没有做过水力学实验，复试会吃亏吗？", category = "技能培训",
      text = "我本科学的是数学，打算报考贵院，没有做过水力学实验。请问复试的实验操作会不会直接不及格？有没有可以提前练习的机会？",
    },
  },
  {
    change_of = "跨专业考研，没有做过水力学实验，复试会吃亏吗？", column = "qa", days_ago = 6,
    answered_by = "教学科研办公室", summary = "不会直接不及格；复试前一周开放练习时段，可以预约。",
    body = [[
<p><strong>不会因为没有做过实验直接不及格。</strong></p>
<p>实验操作考的是按步骤完成和如实记录，题目抽签，步骤卡放在桌上。复试前一周，实验中心开放四个晚上供考生练习，凭准考证登记即可。（示例答复）</p>
]],
  },
  {
    plugin = "qa", command = "ask", days_ago = 17,
    input = {
      title = "校外居民可以借用水利楼的雨量数据吗？", category = "其他",
      text = "我住在望湖河边，想知道今年每个月的雨量，用来安排菜地。请问能不能查到贵院观测站的数据，要不要付费？",
    },
  },
  {
    change_of = "校外居民可以借用水利楼的雨量数据吗？", column = "qa", days_ago = 14,
    answered_by = "河流实验中心", summary = "可以，免费；每月五日前贴在水利楼东门公告栏。",
    body = [[
<p><strong>可以查，不收费。</strong></p>
<p>每月五日前，上个月的逐日雨量贴在水利楼东门公告栏，也可以打电话到河流实验中心索取表格。（示例答复）</p>
]],
  },
}
