-- Sample entries of 讲座预告.
return {
  {
    column = "lecture", type = "article", days_ago = 2,
    title = "水利讲堂第58讲：古渠为什么不塌",
    summary = "11月27日19时，水利楼报告厅，无需预约，有手语翻译。",
    source = "明窗示例", author = "教学科研办公室", editor = "舒雨",
    tags = { "水利讲堂" },
    body = [[
<strong>主讲：</strong>古代水利工程研究组（示例）
<strong>时间：</strong>11月27日19:00
<strong>地点：</strong>水利楼报告厅
<p>讲座从一条用了九百年的渠讲起：坡度、转弯、泄洪口和每年一次的岁修。现场有手语翻译，录像三天后公开。</p>
<p class="ta-right tc-grey">（示例稿件，内容为演示编写）</p>
]],
  },
  {
    column = "lecture", type = "article", days_ago = 8,
    title = "研究生论坛：我的失败实验",
    summary = "六位研究生讲六次没有做成的实验，以及学到了什么。",
    source = "明窗示例", author = "教学科研办公室", editor = "舒雨",
    tags = { "研究生" },
    body = [[
<p>论坛只收失败的实验。六位研究生各讲十分钟，随后二十分钟问答。</p>
<p>去年的论坛之后，有两个“失败”被别的课题组重新做成了。</p>
<p class="ta-right tc-grey">（示例稿件，内容为演示编写）</p>
]],
  },
}
