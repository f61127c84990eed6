/*
 * The sub-commands: one line each, in the order in which help shows them, and
 * the function in the file of that name.
 */
#ifndef CLI_COMMANDS_H
#define CLI_COMMANDS_H

#include "cli/main.h"

int backup_run(const struct cli *cli, int argc, char **argv);
int clerk_run(const struct cli *cli, int argc, char **argv);
int column_create_run(const struct cli *cli, int argc, char **argv);
int demo_run(const struct cli *cli, int argc, char **argv);
int doctor_run(const struct cli *cli, int argc, char **argv);
int entry_list_run(const struct cli *cli, int argc, char **argv);
int entry_show_run(const struct cli *cli, int argc, char **argv);
int feed_fetch_run(const struct cli *cli, int argc, char **argv);
int feed_parse_run(const struct cli *cli, int argc, char **argv);
int html_clean_run(const struct cli *cli, int argc, char **argv);
int html_text_run(const struct cli *cli, int argc, char **argv);
int import_run(const struct cli *cli, int argc, char **argv);
int ledger_verify_run(const struct cli *cli, int argc, char **argv);
int pictures_run(const struct cli *cli, int argc, char **argv);
int plugin_check_run(const struct cli *cli, int argc, char **argv);
int plugin_disable_run(const struct cli *cli, int argc, char **argv);
int plugin_enable_run(const struct cli *cli, int argc, char **argv);
int plugin_test_run(const struct cli *cli, int argc, char **argv);
int plugin_list_run(const struct cli *cli, int argc, char **argv);
int plugin_release_run(const struct cli *cli, int argc, char **argv);
int restore_run(const struct cli *cli, int argc, char **argv);
int routes_run(const struct cli *cli, int argc, char **argv);
int search_rebuild_run(const struct cli *cli, int argc, char **argv);
int search_run_command(const struct cli *cli, int argc, char **argv);
int serve_run(const struct cli *cli, int argc, char **argv);
int site_create_run(const struct cli *cli, int argc, char **argv);
int site_host_run(const struct cli *cli, int argc, char **argv);
int site_list_run(const struct cli *cli, int argc, char **argv);
int site_remove_run(const struct cli *cli, int argc, char **argv);
int theme_check_run(const struct cli *cli, int argc, char **argv);
int user_add_run(const struct cli *cli, int argc, char **argv);
int user_disable_run(const struct cli *cli, int argc, char **argv);
int user_enable_run(const struct cli *cli, int argc, char **argv);
int user_grant_run(const struct cli *cli, int argc, char **argv);
int user_list_run(const struct cli *cli, int argc, char **argv);
int user_reset_run(const struct cli *cli, int argc, char **argv);
int words_check_run(const struct cli *cli, int argc, char **argv);
int words_import_run(const struct cli *cli, int argc, char **argv);
int words_lists_run(const struct cli *cli, int argc, char **argv);
int words_valid_run(const struct cli *cli, int argc, char **argv);

#define COMMANDS \
	COMMAND("serve", serve_run, \
	    "[--port N] [--workers N] [--address A] [--trust NETWORKS] " \
	    "[--tls-cert FILE --tls-key FILE [--tls-folder DIR]] " \
	    "[--fetch-allow HOST:PORT[,...]] [--development]", \
	    "serves all sites, with the clerk, until it is stopped") \
	COMMAND("clerk", clerk_run, "", \
	    "does what is timed (serve starts one)") \
	COMMAND("pictures", pictures_run, "", \
	    "makes the sizes of pictures that are missing (the clerk does)") \
	COMMAND("demo", demo_run, "", \
	    "makes the demo sites and prints their accounts") \
	COMMAND("site create", site_create_run, \
	    "NAME --title T --host H[,H] [--theme T] [--profile P]", \
	    "makes a site, as sites/NAME/site.lua says where there is one") \
	COMMAND("site list", site_list_run, "", \
	    "prints name, hosts and title of every site") \
	COMMAND("site host", site_host_run, "NAME H[,H]", \
	    "gives a site these hosts and no others; links name the first") \
	COMMAND("site remove", site_remove_run, \
	    "NAME --again NAME [--backup FILE | --no-backup]", \
	    "takes a site away, its texts, files and roles; a backup is kept " \
	    "beside the sites or in FILE; not while a server runs") \
	COMMAND("column create", column_create_run, \
	    "--site S --path P --title T [--type TYPE]", \
	    "makes a column") \
	COMMAND("entry list", entry_list_run, \
	    "--site S [--state STATE] [--column PATH]", \
	    "entries, a JSON object a line") \
	COMMAND("entry show", entry_show_run, "ID --site S", \
	    "one entry with its text, as JSON") \
	COMMAND("import", import_run, \
	    "wxr|docx|html|csv FILE... --site S --column PATH --user U " \
	    "[--files DIR] [--dry-run]", \
	    "makes drafts of what an old site holds, once; pictures and " \
	    "files from beside FILE, or DIR; what was left out on stderr") \
	COMMAND("search rebuild", search_rebuild_run, "--site S", \
	    "makes the index of the search anew") \
	COMMAND("search", search_run_command, \
	    "QUERY --site S [--column PATH] [--type TYPE] [--from DAY] " \
	    "[--to DAY] [--limit N] [--cursor C]", \
	    "what visitors find, as JSON") \
	COMMAND("ledger verify", ledger_verify_run, \
	    "--site S [--checkpoint FILE]", \
	    "checks the public record; keeps its end in FILE") \
	COMMAND("user add", user_add_run, \
	    "NAME --role ROLE[@SITE[:COLUMN]] [--role ...] " \
	    "[--display NAME] --password-stdin", \
	    "adds a user; the password is the first line of standard input") \
	COMMAND("user grant", user_grant_run, \
	    "NAME --role ROLE[@SITE[:COLUMN]] [--role ...]", \
	    "gives a user roles; without @SITE on all sites") \
	COMMAND("user list", user_list_run, \
	    "[--role ROLE] [--site S] [--text TEXT]", \
	    "prints user, name, state, unit and roles of every account") \
	COMMAND("user disable", user_disable_run, "NAME", \
	    "ends the user's sessions and lets nobody sign in with the " \
	    "account") \
	COMMAND("user enable", user_enable_run, "NAME", \
	    "lets the user sign in again") \
	COMMAND("user reset", user_reset_run, "NAME --password-stdin", \
	    "gives a user a new password, to be changed at the next sign-in") \
	COMMAND("plugin list", plugin_list_run, "[--site S]", \
	    "prints name, version, state, and title or what is wrong, of " \
	    "every plugin") \
	COMMAND("plugin check", plugin_check_run, "NAME", \
	    "is it whole? else file, key or line of what is wrong") \
	COMMAND("plugin enable", plugin_enable_run, "NAME --site S", \
	    "lets the site use it and what it depends on, and makes its " \
	    "tables and columns; no restart") \
	COMMAND("plugin disable", plugin_disable_run, "NAME --site S", \
	    "takes its pages, hooks and jobs away; its data stays") \
	COMMAND("plugin release", plugin_release_run, "NAME --site S", \
	    "uses a plugin again that was taken out of use after failures") \
	COMMAND("plugin test", plugin_test_run, "FILE...", \
	    "runs plugins/NAME/tests/*.lua, each test on a fresh site") \
	COMMAND("theme check", theme_check_run, "NAME", \
	    "is it whole and safe? else file, line and what is wrong") \
	COMMAND("words check", words_check_run, "--site S [--html] < FILE", \
	    "hits of the site's word lists in a text, as JSON") \
	COMMAND("words import", words_import_run, \
	    "FILE --site S [--list NAME] [--severity note|warn|block] " \
	    "[--version V]", \
	    "takes in a list (CSV, or a word a line); what was refused, and " \
	    "why, on stderr") \
	COMMAND("words lists", words_lists_run, "--site S", \
	    "name, version, number of rules and title of every list") \
	COMMAND("words valid", words_valid_run, \
	    "KIND NUMBER [--keep FIRST[,LAST]]", \
	    "is it a valid id-card, bank-card, mobile, telephone, email? and " \
	    "the number masked") \
	COMMAND("html clean", html_clean_run, "< FILE", \
	    "cleans HTML as every body is; what was dropped on stderr") \
	COMMAND("html text", html_text_run, "< FILE", \
	    "the text of HTML as people read it") \
	COMMAND("feed parse", feed_parse_run, \
	    "[--url URL] [--type TYPE] [--language LANGUAGE] " \
	    "[--zone +08:00] < FILE", \
	    "an RSS, Atom or JSON feed as JSON; the address and the headers " \
	    "that it came with, the zone of dates that name none") \
	COMMAND("feed fetch", feed_fetch_run, "URL [--fetch-allow HOST:PORT]", \
	    "fetches a feed as the clerk does, and prints what feed parse does") \
	COMMAND("backup", backup_run, "SITE FILE [--force]", \
	    "writes all of a site into one file, while it is in use") \
	COMMAND("restore", restore_run, "FILE [--as NAME]", \
	    "checks such a file and makes the site of it") \
	COMMAND("doctor", doctor_run, "", \
	    "looks whether all is well, and says what to do where it isn't") \
	COMMAND("routes", routes_run, "", \
	    "prints method, pattern, permission and name of every route")

#endif
