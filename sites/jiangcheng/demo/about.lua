-- Sample pages of 关于我们.
return {
  {
    column = "about", type = "page", days_ago = 80,
    title = "机构简介",
    summary = "江城市职工服务中心的职责、内设机构和服务网络。",
    source = "明窗示例", author = "综合办公室", editor = "吴桐", signed_date = "2026-09-01",
    tags = { "机构" }, cover = "bridge.png",
    body = [[
<p>江城市职工服务中心是面向全市职工的公益性服务机构，承担困难帮扶、权益维护、技能培训、文体活动和信息公开等工作，业务用房位于滨江区望湖路88号。</p>
<figure><img src="media:bridge.png" alt="江城大桥与两岸城区"><figcaption>江城（示意插图）</figcaption></figure>
<h2>内设机构</h2>
<table>
<thead><tr><th>科室</th><th>主要职责</th></tr></thead>
<tbody>
<tr><td>综合办公室</td><td>文电会务、财务资产、人事和采购</td></tr>
<tr><td>宣传教育部</td><td>新闻宣传、劳动者讲堂、网站内容</td></tr>
<tr><td>权益保障部</td><td>法律援助、互助保障、来信答复</td></tr>
<tr><td>帮扶服务部</td><td>困难帮扶、服务大厅、街道站点和驿站</td></tr>
<tr><td>职工学校</td><td>公益课程、技能培训和竞赛组织</td></tr>
<tr><td>信息公开办公室</td><td>信息公开、保密审查和督办</td></tr>
<tr><td>信息技术科</td><td>网站和业务系统运行维护</td></tr>
</tbody>
</table>
<h2>服务网络</h2>
<p>全市现有区县分中心四个、街道和园区服务站八十六个、户外劳动者驿站六十二个。</p>
<p class="ta-right tc-grey">（示例稿件，内容为演示编写）</p>
]],
  },
  {
    column = "about", type = "page", days_ago = 81,
    title = "联系我们",
    summary = "办公地址、服务时间、各科室电话和乘车路线。",
    source = "明窗示例", author = "综合办公室", editor = "吴桐", signed_date = "2026-09-01",
    tags = { "联系方式" },
    body = [[
<p><strong>地址：</strong>江城市滨江区望湖路88号</p>
<p><strong>服务时间：</strong>周一至周五9:00—12:00、13:30—17:00；周六9:00—12:00（延时安排见通知公告）</p>
<table>
<thead><tr><th>事项</th><th>电话（均为示例）</th></tr></thead>
<tbody>
<tr><td>服务大厅咨询</td><td>0000-61201200</td></tr>
<tr><td>法律援助预约</td><td>0000-61201210</td></tr>
<tr><td>职工学校报名</td><td>0000-61201220</td></tr>
<tr><td>信息公开申请</td><td>0000-61201230</td></tr>
<tr><td>网站纠错</td><td>0000-61201240</td></tr>
</tbody>
</table>
<p><strong>乘车：</strong>公交6路、18路望湖路站下车步行三分钟。门前设有无障碍坡道和两个无障碍停车位，一楼服务台可借用轮椅和老花镜。</p>
<p class="ta-right tc-grey">（示例稿件，内容为演示编写）</p>
]],
  },
  {
    column = "about", type = "page", days_ago = 82,
    title = "无障碍声明",
    summary = "本网站为年长者和残障人士提供的功能，以及遇到障碍时的反馈方式。",
    source = "明窗示例", author = "信息技术科", editor = "吴桐", signed_date = "2026-09-01",
    tags = { "无障碍" },
    body = [[
<p>我们希望每一位职工都能顺利使用本网站，不论年龄、视力、听力和使用的设备。</p>
<h2>已经做到的</h2>
<ul>
<li>长辈模式：大字号、高对比、大指针，没有弹窗和浮动广告；</li>
<li>朗读：支持朗读标题和正文，可随时暂停；</li>
<li>键盘：全部功能可以只用键盘完成，焦点位置清晰可见；</li>
<li>图片：新闻图片配有文字说明，不用图片代替文字；</li>
<li>手机：各类屏幕自动适应，放大到两倍不丢内容。</li>
</ul>
<h2>还在改进的</h2>
<p>部分早年的附件为扫描件，读屏软件无法识别，我们正在逐件补充文字版。急需某一件的，请告诉我们，我们优先处理。</p>
<h2>反馈</h2>
<p>遇到使用障碍，可拨打网站纠错电话或到服务大厅反映，我们在五个工作日内答复。</p>
<p class="ta-right tc-grey">（示例稿件，内容为演示编写）</p>
]],
  },
}
