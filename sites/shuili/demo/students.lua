-- Sample entries of 学生天地.
return {
  {
    column = "students", type = "article", days_ago = 3,
    title = "结构模型赛：八十克竹皮撑起三十公斤",
    summary = "二十四支队伍参赛，冠军模型的设计图当场公开。",
    source = "明窗示例", author = "罗岸", editor = "舒雨",
    tags = { "竞赛" },
    cover = "model.png",
    body = [[
<p>今年的结构模型赛要求用不超过八十克的竹皮，撑起三十公斤。二十四支队伍，七支成功。</p>
<p>冠军模型没有用胶水最多的节点，而是改了一根杆的方向。设计图在赛后当场公开，低年级可以照着做一遍再改。</p>
<p class="ta-right tc-grey">（示例稿件，内容为演示编写）</p>
]],
  },
  {
    column = "students", type = "article", days_ago = 10,
    title = "实习日记：在防汛值班室的第一夜",
    summary = "凌晨两点的电话、手抄的水位和一碗面。",
    source = "明窗示例", author = "罗岸", editor = "舒雨",
    tags = { "实习" },
    cover = "duty.png",
    body = [[
<p>凌晨两点，电话响了。上游站报水位，我抄错一位，师傅没有骂我，让我把数字念三遍。</p>
<p>后半夜没有再涨。天亮时师傅煮了面，说：“平安就是这个味道。”</p>
<p class="ta-right tc-grey">（示例稿件，内容为演示编写）</p>
]],
  },
  {
    column = "students", type = "article", days_ago = 19,
    title = "“漂流瓶”社团把河水知识带进七所小学",
    summary = "实验用的都是矿泉水瓶和沙子，孩子们自己会做第二遍。",
    source = "明窗示例", author = "罗岸", editor = "舒雨",
    tags = { "社团" },
    cover = "bottle.png",
    body = [[
<p>“漂流瓶”社团这学期去了七所小学。教具只有矿泉水瓶、沙子、石子和活性炭，孩子们学会做简易滤水器。</p>
<p>社团定了一个规矩：当天讲的实验，孩子回家要能自己做第二遍。</p>
<p class="ta-right tc-grey">（示例稿件，内容为演示编写）</p>
]],
  },
  {
    column = "students", type = "article", days_ago = 30,
    title = "毕业生去向：一半以上到了县里",
    summary = "二〇二六届毕业生二百八十六人，县及以下单位就业占五成二。",
    source = "明窗示例", author = "学生工作办公室", editor = "舒雨",
    tags = { "就业" },
    cover = "road.png",
    body = [[
<p>二〇二六届毕业生二百八十六人，到县及以下单位就业的一百四十九人，占五成二（示例数据）。</p>
<p>学院为到基层工作的毕业生保留三年图书借阅和实验预约资格，遇到问题可以随时打电话回来。</p>
<p class="ta-right tc-grey">（示例稿件，内容为演示编写）</p>
]],
  },
}
