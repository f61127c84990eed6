-- Sample items of 信息公开目录 and its guide.  Documents, numbers and bodies are
-- made up.  What has change_of is the same item, changed later and reviewed
-- again: so a document comes to be amended or void.
return {
  {
    column = "open/guide", type = "page", days_ago = 75,
    title = "江城市职工服务中心信息公开指南",
    summary = "公开什么、在哪里看、怎样申请、不满意怎么办。",
    body = [[
<p>为方便职工和社会公众查找、获取本中心信息，编制本指南。本指南每年修订一次。</p>
<h2>一、主动公开</h2>
<p>本中心主动公开机构职能、制度文件、规划总结、人事信息、财务预决算、采购招标、公共服务、救助帮扶和安全生产等信息，在<a href="/disclosure">信息公开目录</a>中按索引号逐件列出，可以按类别、年度、发布机构、有效性和关键词查找，也可以导出。</p>
<p>文件修改或废止的，目录中注明状态和日期，并指向现行文件。</p>
<h2>二、依申请公开</h2>
<p>目录中没有您需要的信息时，可以<a href="/disclosure/request">在线提交申请</a>，也可以到望湖路88号二楼206室当面提出。提交后得到一个查询码，凭它随时查看办理情况。</p>
<ul>
<li>内容不明确的，七个工作日内一次性告知补正。</li>
<li>收到申请之日起二十个工作日内答复；需要延长的，最多延长二十个工作日并告知理由。</li>
<li>含有不应公开内容、能够区分处理的，公开其余部分并说明理由。</li>
</ul>
<h2>三、监督与救济</h2>
<p>认为本中心未按规定履行公开义务的，可以向信息公开办公室反映（电话0000-61201206，示例），也可以依法申请行政复议或者提起诉讼。</p>
]],
  },
  {
    column = "open/catalog", type = "disclosure", days_ago = 74,
    title = "江城市职工服务中心职责、内设机构和联系方式",
    category = "disclosure_body", subject = "机构职能",
    issuer = "综合办公室", signed_date = 243,
    scope = "disclosure_society", validity = "disclosure_valid",
    effective_date = 243, way = "网站、服务大厅查阅点", time_limit = "长期公开",
    summary = "中心的主要职责、七个内设机构的分工和对外联系电话。",
    body = [[
<p>江城市职工服务中心负责全市职工的权益维护、困难帮扶、技能培训、文化服务和法律援助。</p>
<table>
<thead><tr><th>内设机构</th><th>主要职责</th><th>电话（示例）</th></tr></thead>
<tbody>
<tr><td>综合办公室</td><td>文秘、财务、后勤</td><td>0000-61201201</td></tr>
<tr><td>宣传教育部</td><td>宣传、网站、职工文化</td><td>0000-61201202</td></tr>
<tr><td>权益保障部</td><td>来信来访、法律援助</td><td>0000-61201203</td></tr>
<tr><td>帮扶服务部</td><td>救助、慰问、互助保障</td><td>0000-61201204</td></tr>
<tr><td>信息公开办公室</td><td>公开目录、依申请公开</td><td>0000-61201206</td></tr>
</tbody>
</table>
]],
  },
  {
    column = "open/catalog", type = "disclosure", days_ago = 73,
    title = "职工来信来访答复办法", index_number = "JC03-02-2023-0004",
    category = "disclosure_rule", subject = "来信来访",
    issuer = "权益保障部", doc_number = "江职服〔2023〕9号",
    signed_date = 1185, scope = "disclosure_society",
    validity = "disclosure_valid", effective_date = 1166,
    way = "网站", time_limit = "长期公开",
    summary = "规定来信来访的登记、转办、答复时限和回访。",
    body = [[
<p><strong>第一条</strong> 为规范职工来信来访的受理和答复，制定本办法。</p>
<p><strong>第二条</strong> 来信来访自登记之日起十五个工作日内答复；情况复杂的，经负责人批准可以延长十个工作日。</p>
<p><strong>第三条</strong> 答复应当说明事实、依据和救济途径。</p>
<p><strong>第四条</strong> 本办法自2023年7月1日起施行。</p>
]],
  },
  {
    column = "open/catalog", type = "disclosure", days_ago = 72,
    title = "困难职工临时救助实施细则", index_number = "JC04-08-2022-0002",
    category = "disclosure_aid", subject = "临时救助",
    issuer = "帮扶服务部", doc_number = "江职服〔2022〕14号",
    signed_date = 1451, scope = "disclosure_society",
    validity = "disclosure_valid", effective_date = 1440,
    way = "网站、街道职工服务站", time_limit = "长期公开",
    summary = "临时救助的对象、标准、程序和公示要求。",
    body = [[
<p>因突发疾病、意外事故或者家庭变故导致基本生活暂时困难的职工，可以申请临时救助。</p>
<p>救助标准分三档，一般不超过三千元；同一事由一年内救助一次。申请由基层工会受理，三个工作日内入户核实，结果公示五个工作日。</p>
]],
  },
  {
    column = "open/catalog", type = "disclosure", days_ago = 66,
    title = "2025年度单位决算", category = "disclosure_money", subject = "决算",
    issuer = "综合办公室", doc_number = "江职服〔2026〕21号",
    signed_date = 22, scope = "disclosure_society",
    validity = "disclosure_valid", way = "网站", time_limit = "批复后二十日内公开",
    summary = "收入、支出、三公经费和机关运行经费的决算数及说明。",
    body = [[
<p>2025年度收入合计1,286万元，支出合计1,263万元（示例）。“三公”经费支出4.2万元，比预算减少0.8万元，全部为公务用车运行维护费。</p>
]],
  },
  {
    column = "open/catalog", type = "disclosure", days_ago = 58,
    title = "街道职工服务站管理规范（修订）", category = "disclosure_service",
    subject = "服务站", issuer = "帮扶服务部", doc_number = "江职服〔2026〕24号",
    signed_date = 8, scope = "disclosure_society",
    validity = "disclosure_valid", effective_date = -7,
    way = "网站、街道职工服务站", time_limit = "印发后二十个工作日内公开",
    summary = "服务站的场地、人员、开放时间和服务事项清单。",
    body = [[
<p>服务站每周开放不少于六天，配备饮水、微波炉、急救包和充电设施，公示工作人员姓名和监督电话。</p>
<p>各站办理的事项、材料和时限统一执行中心公布的清单，不得另设条件。</p>
]],
  },
  {
    column = "open/catalog", type = "disclosure", days_ago = 47,
    title = "2026年公开招聘工作人员拟聘用名单公示", category = "disclosure_staff",
    subject = "招聘", issuer = "综合办公室", signed_date = 3,
    scope = "disclosure_society", validity = "disclosure_valid",
    way = "网站、单位公示栏", time_limit = "公示七个工作日",
    summary = "笔试、面试、体检和考察合格的三名拟聘用人员。",
    body = [[
<p>经笔试、面试、体检和考察，拟聘用三人，岗位分别为法律援助、信息技术和职工教育。公示期内如有异议，请以书面形式向综合办公室反映。</p>
]],
  },
  {
    column = "open/catalog", type = "disclosure", days_ago = 40,
    title = "职工来信来访答复办法（试行）", index_number = "JC03-02-2026-0003",
    category = "disclosure_rule", subject = "来信来访",
    issuer = "权益保障部", doc_number = "江职服〔2026〕27号",
    signed_date = 0, scope = "disclosure_society",
    validity = "disclosure_valid", effective_date = 0,
    way = "网站", time_limit = "长期公开",
    summary = "答复时限由十五个工作日缩短为五个工作日，增加线上查询和回访评价。",
    body = [[
<p><strong>第一条</strong> 为提高职工来信来访的答复质量和效率，制定本办法。</p>
<p><strong>第二条</strong> 简单咨询当日答复；一般事项自登记之日起五个工作日内答复；情况复杂的，可以延长十个工作日，并告知原因。</p>
<p><strong>第三条</strong> 每件来信来访给予查询码，当事人可以随时查看进度。</p>
<p><strong>第四条</strong> 本办法自印发之日起施行，2023年印发的《职工来信来访答复办法》同时废止。</p>
]],
  },
  {
    change_of = "职工来信来访答复办法", column = "open/catalog", days_ago = 39,
    validity = "disclosure_void", abolished_date = 1,
    successor = "JC03-02-2026-0003",
  },
  {
    column = "open/catalog", type = "disclosure", days_ago = 31,
    title = "关于修改《困难职工临时救助实施细则》的决定",
    index_number = "JC04-08-2026-0006",
    category = "disclosure_aid", subject = "临时救助",
    issuer = "帮扶服务部", doc_number = "江职服〔2026〕29号",
    signed_date = 0, scope = "disclosure_society",
    validity = "disclosure_valid", effective_date = 0,
    way = "网站、街道职工服务站", time_limit = "印发后二十个工作日内公开",
    summary = "提高三档标准，增加新就业形态劳动者为救助对象。",
    body = [[
<p>一、将救助对象扩大到在本市接单的快递员、网约车司机、外卖配送员等新就业形态劳动者。</p>
<p>二、将三档救助标准的上限由三千元提高到四千元。</p>
<p>三、本决定自2026年11月1日起施行。</p>
]],
  },
  {
    change_of = "困难职工临时救助实施细则", column = "open/catalog", days_ago = 30,
    validity = "disclosure_amended", amended_date = 0,
    successor = "JC04-08-2026-0006",
    validity_note = "第三条、第五条已修改，其余条款继续有效。",
  },
  {
    column = "open/catalog", type = "disclosure", days_ago = 24,
    title = "2026年职工体检服务采购结果", category = "disclosure_purchase",
    subject = "采购", issuer = "综合办公室", doc_number = "JCZB-2026-018（示例）",
    signed_date = 0, scope = "disclosure_society",
    validity = "disclosure_valid", way = "网站", time_limit = "成交后两个工作日内公开",
    summary = "成交供应商、单价、服务期限和评审情况。",
    body = [[
<p>经询价，江城市第三人民医院体检中心（示例）以每人四百二十元成交，服务期限至2026年12月31日。</p>
]],
  },
  {
    column = "open/catalog", type = "disclosure", days_ago = 16,
    title = "机关党支部专题组织生活会整改台账", category = "disclosure_party",
    subject = "组织生活", issuer = "综合办公室", signed_date = 1,
    scope = "disclosure_society", validity = "disclosure_valid",
    way = "网站、支部公开栏", time_limit = "会后十五日内公开",
    summary = "十一项整改任务的责任人、时限和进展。",
    procedure = {
      { step = "disclosure_propose", by = "机关党支部", on = 3 },
      { step = "disclosure_check", by = "中心党总支", on = 2 },
      { step = "disclosure_approve", by = "中心党总支", on = 1 },
      { step = "disclosure_carry", by = "机关党支部", on = 0 },
    },
    body = [[
<p>整改任务十一项，已完成七项，其余四项在年底前完成。主要涉及服务窗口午间值守、来信答复质量和走访台账规范。</p>
]],
  },
  {
    column = "open/catalog", type = "disclosure", days_ago = 12,
    title = "党员评议结果", category = "disclosure_party",
    subject = "组织生活", issuer = "综合办公室", signed_date = 3,
    scope = "disclosure_locality", validity = "disclosure_valid",
    way = "支部党员大会和内部公开栏", time_limit = "评议后七日内公开",
  },
  {
    column = "open/catalog", type = "disclosure", days_ago = 9,
    title = "冬季安全生产检查安排", category = "disclosure_safety",
    subject = "安全检查", issuer = "权益保障部", doc_number = "江职服〔2026〕31号",
    signed_date = 1, scope = "disclosure_society",
    validity = "disclosure_valid", effective_date = 1,
    way = "网站", time_limit = "印发后二十个工作日内公开",
    summary = "十二月对二十家企业的用电、消防和有限空间作业开展群众性检查。",
    body = [[
<p>检查由企业工会和职工代表参加，分自查、互查和抽查三个阶段，发现的问题当场告知、限期整改，结果在本栏目公布。</p>
]],
  },
  {
    column = "open/catalog", type = "disclosure", days_ago = 4,
    title = "2027年职工公益课计划", category = "disclosure_plan",
    subject = "培训", issuer = "职工学校", doc_number = "江职服〔2026〕33号",
    signed_date = 1, scope = "disclosure_society",
    validity = "disclosure_valid", way = "网站、职工学校", time_limit = "长期公开",
    summary = "全年开设四十八门公益课，新增急救、养老护理和数字技能三类。",
    body = [[
<p>课程分春、秋两期，每期二十四门，免费面向全市职工。报名在开课前两周开始，名额按报名先后确定，为一线职工和新就业形态劳动者保留三成名额。</p>
]],
  },
  {
    plugin = "disclosure", command = "ask", days_ago = 6,
    input = {
      applicant = "person", name = "示例申请人", contact = "applicant@example.test",
      wish = "申请公开2026年职工体检服务的采购合同，含服务内容和付款方式。",
      form = "mail",
    },
  },
}
