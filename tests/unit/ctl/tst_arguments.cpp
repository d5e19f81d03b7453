#include "app/ctl/arguments.h"

#include <QtTest/QtTest>

using namespace Qt::StringLiterals;
using namespace oriel;
using ctl::Invocation;
using ctl::UsageText;

namespace {

std::vector<ctl::CommandSpec> commands()
{
    using Prints = ctl::CommandSpec::Prints;
    return {{.words = {u"server"_s, u"list"_s}, .summary = u"List instances"_s},
            {.words = {u"server"_s, u"image"_s, u"create"_s},
             .summary = u"Create a snapshot"_s,
             .operand = u"server"_s,
             .prints = Prints::Details,
             .options = {{.names = {u"name"_s}, .help = u"Its name"_s, .value = u"NAME"_s},
                         {.names = {u"consistency"_s},
                          .help = u"How"_s,
                          .value = u"MODE"_s,
                          .choices = {u"safe"_s, u"running"_s}}}},
            {.words = {u"image"_s, u"delete"_s},
             .summary = u"Delete images"_s,
             .operand = u"image"_s,
             .many = true,
             .prints = Prints::Nothing}};
}

std::variant<Invocation, UsageText> understood(const QStringList &words,
                                               const QMap<QString, QString> &environment = {},
                                               int terminalWidth = 0)
{
    return ctl::understand(QStringList{u"orielctl"_s} + words, commands(), environment,
                           terminalWidth);
}

} // namespace

/// What a command line means, and what is said of one that means nothing.
class TestArguments final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsACommand();
    void takesTheLongestCommand();
    void optionsMayComeFirst();
    void refuses_data();
    void refuses();
    void helps();
    void widths();
};

void TestArguments::readsACommand()
{
    const auto line = understood({u"image"_s, u"delete"_s, u"a"_s, u"b"_s, u"-q"_s, u"-vv"_s,
                                  u"--timing"_s, u"--log-file"_s, u"x.log"_s});
    const auto *invocation = std::get_if<Invocation>(&line);
    QVERIFY(invocation);
    QCOMPARE(invocation->command, QStringList({u"image"_s, u"delete"_s}));
    QCOMPARE(invocation->operands, QStringList({u"a"_s, u"b"_s}));
    QVERIFY(invocation->quiet && invocation->timing);
    QCOMPARE(invocation->verbosity, 2);
    QCOMPARE(invocation->logFile, u"x.log"_s);
}

void TestArguments::takesTheLongestCommand()
{
    const auto line = understood({u"server"_s, u"image"_s, u"create"_s, u"--name"_s, u"n"_s,
                                  u"--consistency"_s, u"safe"_s, u"list"_s});
    const auto *invocation = std::get_if<Invocation>(&line);
    QVERIFY(invocation);
    QCOMPARE(invocation->command.size(), 3);
    QCOMPARE(invocation->operands, QStringList(u"list"_s));
    QCOMPARE(invocation->value(u"name"_s), u"n"_s);
    QVERIFY(invocation->has(u"consistency"_s) && !invocation->has(u"wait"_s));
}

void TestArguments::optionsMayComeFirst()
{
    const auto line = understood({u"--os-cloud"_s, u"work"_s, u"server"_s, u"list"_s, u"-f"_s,
                                  u"json"_s, u"-c"_s, u"Name"_s, u"-c"_s, u"ID"_s});
    const auto *invocation = std::get_if<Invocation>(&line);
    QVERIFY(invocation);
    QCOMPARE(invocation->connection.value(u"cloud"_s), u"work"_s);
    QCOMPARE(invocation->output.format, ctl::Format::Json);
    QCOMPARE(invocation->output.columns, QStringList({u"Name"_s, u"ID"_s}));
}

void TestArguments::refuses_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QString>("mentions");
    QTest::newRow("no command") << QStringList() << u"server list"_s;
    QTest::newRow("unknown command") << QStringList{u"server"_s, u"lost"_s} << u"server lost"_s;
    QTest::newRow("unknown option") << QStringList{u"server"_s, u"list"_s, u"--nme"_s} << u"nme"_s;
    QTest::newRow("unknown sign-in option")
        << QStringList{u"--os-clod"_s, u"x"_s, u"server"_s, u"list"_s} << u"--os-clod"_s;
    QTest::newRow("operand missing") << QStringList{u"image"_s, u"delete"_s} << u"image delete"_s;
    QTest::newRow("operand too many")
        << QStringList{u"server"_s, u"image"_s, u"create"_s, u"a"_s, u"b"_s} << u"“b”"_s;
    QTest::newRow("operand where none is taken")
        << QStringList{u"server"_s, u"list"_s, u"x"_s} << u"“x”"_s;
    QTest::newRow("value that is no choice")
        << QStringList{u"server"_s, u"image"_s, u"create"_s, u"a"_s, u"--consistency"_s, u"x"_s}
        << u"safe, running"_s;
    QTest::newRow("format that details do not have")
        << QStringList{u"server"_s, u"image"_s, u"create"_s, u"a"_s, u"-f"_s, u"csv"_s}
        << u"“csv”"_s;
    QTest::newRow("width that is no number")
        << QStringList{u"server"_s, u"list"_s, u"--max-width"_s, u"wide"_s} << u"“wide”"_s;
    QTest::newRow("two orders") << QStringList{u"server"_s, u"list"_s, u"--sort-ascending"_s,
                                               u"--sort-descending"_s}
                                << u"--sort-descending"_s;
}

void TestArguments::refuses()
{
    QFETCH(const QStringList, words);
    QFETCH(const QString, mentions);
    const auto line = understood(words);
    const auto *saying = std::get_if<UsageText>(&line);
    QVERIFY(saying);
    QCOMPARE(saying->exitCode, int(ctl::WrongUsage));
    QVERIFY2(saying->text.contains(mentions), qPrintable(saying->text));
}

void TestArguments::helps()
{
    for (const QStringList &words : {QStringList{u"--help"_s}, QStringList{u"--version"_s},
                                     QStringList{u"image"_s, u"delete"_s, u"--help"_s}}) {
        const auto line = understood(words);
        const auto *saying = std::get_if<UsageText>(&line);
        QVERIFY(saying);
        QCOMPARE(saying->exitCode, int(ctl::Done));
    }
    const auto line = understood({u"image"_s, u"delete"_s, u"--help"_s});
    QVERIFY(std::get<UsageText>(line).text.startsWith(
        u"Usage: orielctl image delete [options] <image> [<image> …]"_s));
}

void TestArguments::widths()
{
    const auto widthOf = [](const std::variant<Invocation, UsageText> &line) {
        return std::get<Invocation>(line).output.maxWidth;
    };
    const QStringList list{u"server"_s, u"list"_s};
    QCOMPARE(widthOf(understood(list, {}, 80)), 0);
    QCOMPARE(widthOf(understood(list + QStringList{u"--fit-width"_s}, {}, 80)), 80);
    QCOMPARE(widthOf(understood(list, {{u"CLIFF_FIT_WIDTH"_s, u"1"_s}}, 80)), 80);
    QCOMPARE(widthOf(understood(list, {{u"CLIFF_MAX_TERM_WIDTH"_s, u"60"_s}}, 80)), 60);
    QCOMPARE(widthOf(understood(list + QStringList{u"--max-width"_s, u"40"_s},
                                {{u"CLIFF_MAX_TERM_WIDTH"_s, u"60"_s}}, 80)),
             40);
}

QTEST_GUILESS_MAIN(TestArguments)
#include "tst_arguments.moc"
