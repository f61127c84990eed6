-- Sample entries of 教学科研.
return {
  {
    column = "teaching", type = "article", days_ago = 5,
    title = "“水力学”改用河道实测题库",
    summary = "题库三百道题全部来自本地河流，教材数据对照标注。",
    source = "明窗示例", author = "教学科研办公室", editor = "舒雨",
    tags = { "课程" },
    body = [[
<p>本学期“水力学”启用新题库。三百道题的数据全部来自江城境内的十一条河流，由历届学生实测，逐题注明时间、地点和测量人。</p>
<p>与教材数据不一致的题目有二十八道，题后写明了可能的原因。学生发现错误可以直接提交更正，采纳的计入平时成绩。</p>
<p class="ta-right tc-grey">（示例稿件，内容为演示编写）</p>
]],
  },
  {
    column = "teaching", type = "article", days_ago = 12,
    title = "低扬程泵站节能改造课题通过验收",
    summary = "九座泵站一年省电一百二十万度，方案和图纸公开供使用。",
    source = "明窗示例", author = "教学科研办公室", editor = "舒雨",
    tags = { "科研" },
    cover = "pump.png",
    body = [[
<p>由学院承担的低扬程泵站节能改造课题通过验收。九座泵站更换叶轮并调整启停规则后，一年省电一百二十万度（示例数据）。</p>
<p>改造方案、图纸和运行规则全部公开，基层管理站可以直接使用，不收取费用。</p>
<p class="ta-right tc-grey">（示例稿件，内容为演示编写）</p>
]],
  },
  {
    column = "teaching", type = "article", days_ago = 27,
    title = "实验报告取消最低字数",
    summary = "写清楚“做了什么、看到什么、哪里不确定”，三页以内。",
    source = "明窗示例", author = "教学科研办公室", editor = "舒雨",
    tags = { "实验" },
    body = [[
<p>自本学期起，实验报告取消最低字数，改为三页以内。评分看三点：做了什么、看到什么、哪里不确定。</p>
<p>“哪里不确定”占四成。教学委员会认为，能说出不确定之处，才算真正做过实验。</p>
<p class="ta-right tc-grey">（示例稿件，内容为演示编写）</p>
]],
  },
}
