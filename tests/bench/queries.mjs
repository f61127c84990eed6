// What people ask a portal for: words of two characters, phrases, three words
// at once, each alone and with filters by column and day; from words that
// fill.c's articles have, frequent and rare, and some that none has.
const words = ['安全', '培训', '公示', '党员', '职工', '检查', '慰问', '审计', '图书',
	'防汛', '电梯', '疫苗', '羽毛', '烈士', '公寓', '粉尘', '义诊', '祭扫', '龙塘', '火星'];
const phrases = ['安全生产大检查', '困难职工帮扶', '结果纳入年度考核', '民主评议党员',
	'烈士陵园祭扫', '有限空间作业', '女职工权益保护', '政务服务大厅延时服务',
	'责任人和完成时限', '邀请一线职工代表参加', '毕业生就业双选会', '量子通信卫星'];
const threes = ['党员 培训 机关', '安全 检查 车间', '职工 慰问 高温', '图书 漂流 学校',
	'审计 整改 公示', '招聘 笔试 公告', '防汛 物资 水库', '义诊 下乡 医院',
	'环境 检测 校区', '法律 援助 社区', '粉尘 治理 车间', '党费 收缴 管理'];
const day = (ago) => new Date(Date.now() - ago * 86400000).toISOString()
	.slice(0, 10);
const filters = [{}, { column: 'c1' }, { from: day(7) },
	{ from: day(20), to: day(10) }, { column: 'c2', from: day(5), to: day(1) }];

export const queries = [...words, ...phrases, ...threes].flatMap((q) =>
	filters.map((f) => ({ q, ...f })));
