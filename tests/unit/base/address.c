#include "base/address.h"
#include "../unit.h"

static struct fault fault;

/* "" where it may be asked, else the fault's name. */
static const char *
judge(const char *url, const char *allow)
{
	struct address_url u;

	memset(&fault, 0, sizeof(fault));
	if (address_read(url, &u, &fault) != ERR_OK ||
	    address_check(&u, allow, &fault) != ERR_OK)
		return (fault.name);
	return ("");
}

TEST(public_addresses_may_be_asked)
{
	static const char *const all[] = { "http://www.example.com/",
		"https://www.example.com", "HTTP://WWW.EXAMPLE.COM:80/x?y#z",
		"https://8.8.8.8/", "http://[2400:3200::1]/",
		"http://xn--fiqs8s.example.cn./", "http://[::ffff:8.8.8.8]/",
		"http://[64:ff9b::808:808]/", "http://a_b.example.com/",
		"http://172.32.0.1/", "http://100.128.0.1/", "http://11.0.0.1/" };
	size_t i;

	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		CHECK_TEXT(judge(all[i], NULL), "");
}

TEST(own_and_internal_addresses_are_refused)
{
	static const char *const all[] = { "http://127.0.0.1/",
		"http://0.0.0.0/", "http://10.1.2.3/", "http://172.16.0.1/",
		"http://172.31.255.255/", "http://192.168.0.1/",
		"http://169.254.169.254/", "http://100.64.0.1/",
		"http://100.127.255.255/", "http://198.18.0.1/",
		"http://192.0.0.192/", "http://192.0.2.1/", "http://224.0.0.1/",
		"http://255.255.255.255/", "http://240.0.0.1/",
		"http://[::1]/", "http://[::]/", "http://[fe80::1]/",
		"http://[fc00::1]/", "http://[fdff::1]/", "http://[ff02::1]/",
		"http://[::ffff:127.0.0.1]/", "http://[::127.0.0.1]/",
		"http://[64:ff9b::7f00:1]/", "http://[64:ff9b:1::1]/",
		"http://[2002:7f00:1::]/", "http://[2001::1]/",
		"http://[2001:db8::1]/", "http://localhost/",
		"http://a.localhost/", "http://localhost./",
		"http://printer.local/", "http://metadata.google.internal/",
		"http://intranet/" };
	size_t i;

	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		CHECK_TEXT(judge(all[i], NULL), "fetch.private");
}

TEST(odd_spellings_are_no_hosts)
{
	static const char *const all[] = { "http://2130706433/",
		"http://0x7f000001/", "http://017700000001/", "http://127.1/",
		"http://0177.0.0.1/", "http://0x7f.1/", "http://127.0.0.1./",
		"http://1.2.3.4.5/", "http://0/", "http:///127.0.0.1/",
		"http://[::1%25lo]/", "http://[::1%lo]/", "http://[::1/",
		"http://①②⑦.⓪.⓪.①/", "http://127。0。0。1/",
		"http://a b/", "http://a\tb/", "http://a\\b/", "http:///",
		"http://a..b/", "http://a.cn:/", "http://a.cn:0/",
		"http://a.cn:99999/", "http://a.cn:80x/", "http://%31/",
		"http://a.cn:8_0/" };
	size_t i;

	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		CHECK_TEXT(judge(all[i], NULL), "fetch.host");
}

TEST(other_schemes_logins_and_ports_are_refused)
{
	CHECK_TEXT(judge("ftp://a.cn/", NULL), "fetch.scheme");
	CHECK_TEXT(judge("file:///etc/passwd", NULL), "fetch.scheme");
	CHECK_TEXT(judge("//a.cn/", NULL), "fetch.scheme");
	CHECK_TEXT(judge("http:a.cn", NULL), "fetch.scheme");
	CHECK_TEXT(judge("", NULL), "fetch.scheme");
	CHECK_TEXT(judge("http://u:p@a.cn/", NULL), "fetch.login");
	CHECK_TEXT(judge("http://127.0.0.1%2523@a.cn/", NULL), "fetch.login");
	CHECK_TEXT(judge("http://a.cn:8080/", NULL), "fetch.port");
	CHECK_TEXT(judge("http://a.cn:22/", NULL), "fetch.port");
}

TEST(what_is_allowed_by_name_is_only_that)
{
	const char *allow = "127.0.0.1:8000,[::1]:9000";

	CHECK_TEXT(judge("http://127.0.0.1:8000/x", allow), "");
	CHECK_TEXT(judge("http://[::1]:9000/", allow), "");
	CHECK_TEXT(judge("http://127.0.0.1:8001/", allow), "fetch.private");
	CHECK_TEXT(judge("http://127.0.0.1:800/", allow), "fetch.private");
	CHECK_TEXT(judge("http://127.0.0.1/", allow), "fetch.private");
}
