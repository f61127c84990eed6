-- Sample pages of 学院概况.
return {
  {
    column = "about", type = "page", days_ago = 80,
    title = "学院简介",
    summary = "学院的沿革、专业和实验条件。",
    cover = "flume.png",
    body = [[
<p>水利工程学院设水利水电工程、水文与水资源工程、农业水利工程三个本科专业，在校学生一千一百余人，教职工八十四人（示例）。</p>
<h2>实验条件</h2>
<p>河流实验中心有三十米玻璃水槽、土工实验室和两座野外观测站，向全校师生开放预约。</p>
<p class="ta-right tc-grey">（示例稿件，内容为演示编写）</p>
]],
  },
  {
    column = "about", type = "page", days_ago = 81,
    title = "联系学院",
    summary = "地址、电话和乘车路线。",
    body = [[
<p>地址：江城市松岗区学苑路21号水利楼</p>
<p>学院办公室：0000-61408800（示例）</p>
<p>乘车：地铁松岗线学苑路站B口，步行六百米；水利楼东门有坡道和电梯。</p>
<p class="ta-right tc-grey">（示例稿件，内容为演示编写）</p>
]],
  },
}
