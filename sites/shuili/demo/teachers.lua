-- Sample people of 师者风采. They, their honours and consents are made up; the
-- pictures are drawn.
return {
  {
    column = "people", type = "person", days_ago = 5,
    title = "顾长渠",
    summary = "管了三十一年水槽，学生毕业多年仍记得他的“先看水，再看表”。",
    cover = "teacher-gu.png",
    kind = "个人",
    unit = "水利工程学院", position = "河流实验中心实验员",
    honours = {
      { year = 2023, level = "市级", honour = "江城市优秀教师（示例）" },
      { year = 2015, level = "单位", honour = "学校教书育人奖（示例）" },
    },
    consent_number = "示例同意书 2026-31", consent_date = "2026-09-10",
    consent_until = "2031-09-09",
    consent_scope = "姓名、肖像、岗位、荣誉和事迹在本网站公开（示例）",
    body = [[
<p>顾长渠的办公桌在水槽旁边，抽屉里有三十一本值班记录。</p>
<p>“先看水，再看表。”这是他对每一届学生说的第一句话。水面有细纹，说明泵有问题，这时候读数再准也没用。</p>
<p class="ta-right tc-grey">（示例稿件，内容为演示编写）</p>
]],
  },
  {
    column = "people", type = "person", days_ago = 10,
    title = "岳平",
    summary = "把课堂搬上大坝廊道，十年带出四百名懂得敲一敲听声音的学生。",
    cover = "teacher-yue.png",
    kind = "个人",
    unit = "水利工程学院", position = "水工结构教师",
    honours = {
      { year = 2025, level = "省部级", honour = "省级师德标兵（示例）" },
    },
    consent_number = "示例同意书 2026-32", consent_date = "2026-09-10",
    consent_until = "2031-09-09",
    consent_scope = "姓名、肖像、岗位、荣誉和事迹在本网站公开（示例）",
    body = [[
<p>岳平上课带一把小锤。混凝土好不好，她让学生先敲、先听，再看报告。</p>
<p>十年里她带学生走过二十六座坝的廊道，最长的一次在里面讲了四个小时。</p>
<p class="ta-right tc-grey">（示例稿件，内容为演示编写）</p>
]],
  },
  {
    column = "people", type = "person", days_ago = 18,
    title = "生态水利团队",
    summary = "十一个人，三条河，十年没有断过一天的记录。",
    cover = "teacher-team.png",
    kind = "集体",
    unit = "水利工程学院", position = "教学科研团队",
    honours = {
      { year = 2024, level = "市级", honour = "江城市工人先锋号（示例）" },
    },
    consent_number = "示例同意书 2026-33", consent_date = "2026-09-10",
    consent_until = "2031-09-09",
    consent_scope = "姓名、肖像、岗位、荣誉和事迹在本网站公开（示例）",
    body = [[
<p>团队有十一个人，守着三条河。十年里记录没有断过一天，包括两个除夕。</p>
<p>他们的规矩是：读数错了可以改，但要用红笔，旧数要看得见。</p>
<p class="ta-right tc-grey">（示例稿件，内容为演示编写）</p>
]],
  },
  {
    column = "people", type = "person", days_ago = 26,
    title = "祝小满",
    summary = "办公室门从不关，整理出一百个学生常问问题和办事路径。",
    cover = "teacher-zhu.png",
    kind = "个人",
    unit = "水利工程学院", position = "辅导员",
    honours = {
      { year = 2022, level = "单位", honour = "学校优秀辅导员（示例）" },
    },
    consent_number = "示例同意书 2026-34", consent_date = "2026-09-10",
    consent_until = "2031-09-09",
    consent_scope = "姓名、肖像、岗位、荣誉和事迹在本网站公开（示例）",
    body = [[
<p>祝小满的办公室门从不关。她把五年里学生问过的问题整理成一百条，每条写明找谁、带什么、多久办完。</p>
<p>“学生最怕的不是难，是不知道下一步。”</p>
<p class="ta-right tc-grey">（示例稿件，内容为演示编写）</p>
]],
  },
}
