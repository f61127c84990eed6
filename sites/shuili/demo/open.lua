-- Sample entries of 院务公开.
return {
  {
    column = "open/training", type = "article", days_ago = 7,
    title = "2027年研究生招生计划与复试规则",
    summary = "招生六十四人，复试全程录像，评分细则提前公布。",
    source = "明窗示例", author = "教学科研办公室", editor = "舒雨",
    tags = { "招生" },
    body = [[
<p>2027年计划招收硕士研究生六十四人，其中推免不超过三十二人（示例）。</p>
<p>复试包括专业面试、实验操作和英语三部分，评分细则随本规则一并公布，全程录像，成绩当天公示。</p>
<p class="ta-right tc-grey">（示例稿件，内容为演示编写）</p>
]],
  },
  {
    column = "open/funds", type = "article", days_ago = 4,
    title = "实验水槽改造经费明细",
    summary = "总额六十八万四千元，按设备、安装、检测三类列出。",
    source = "明窗示例", author = "学院办公室", editor = "舒雨",
    tags = { "经费" },
    body = [[
<p>实验水槽改造共支出六十八万四千元，资金来源为学校实验室专项（示例）。</p>
<table><thead><tr><th>项目</th><th>金额（万元）</th><th>方式</th></tr></thead><tbody><tr><td>水泵与变频器</td><td>31.2</td><td>公开招标</td></tr><tr><td>测架与传感器</td><td>24.8</td><td>公开招标</td></tr><tr><td>安装</td><td>9.6</td><td>询价</td></tr><tr><td>检测</td><td>2.8</td><td>询价</td></tr></tbody></table>
<p class="ta-right tc-grey">（示例稿件，内容为演示编写）</p>
]],
  },
  {
    column = "open/funds", type = "article", days_ago = 20,
    title = "本学年助学金评定结果",
    summary = "受助九十一人，只公布名额与档次，不公布姓名。",
    source = "明窗示例", author = "学生工作办公室", editor = "舒雨",
    tags = { "助学金" },
    body = [[
<p>本学年共评定助学金九十一人，一档二十三人、二档四十一人、三档二十七人。</p>
<p>为保护个人信息，名单不公开。对结果有疑问的，可在十天内向学生工作办公室提出。</p>
<p class="ta-right tc-grey">（示例稿件，内容为演示编写）</p>
]],
  },
  {
    column = "open/hiring", type = "article", days_ago = 15,
    title = "实验技术岗位招聘公告",
    summary = "招聘两人，笔试占三成、实际操作占七成。",
    source = "明窗示例", author = "学院办公室", editor = "舒雨",
    tags = { "招聘" },
    body = [[
<p>河流实验中心招聘实验技术人员两名，要求能独立完成测流和设备维护。</p>
<p>考核由笔试和实际操作组成，分别占三成和七成。考核过程邀请教代会代表观察。</p>
<p class="ta-right tc-grey">（示例稿件，内容为演示编写）</p>
]],
  },
}
