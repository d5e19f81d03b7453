#include "app/ctl/actiongrammar.h"

#include "app/ctl/command.h"
#include "operations/actions/actions.h"

#include <QtTest/QtTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace oriel;
using ctl::ActionGrammar;
using operations::Field;

namespace {

/// The variants that `words` name; empty: no such command.
std::vector<ActionGrammar> named(const QString &words)
{
    for (const auto &variants : ctl::actionGrammars()) {
        if (variants.front().words.join(u' ') == words)
            return variants;
    }
    return {};
}

} // namespace

/// Commands that follow from the table of actions.
class TestActionGrammar final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void commandsOfOpenstack_data();
    void commandsOfOpenstack();
    void aFlagDistinguishesVariants();
    void anOptionDistinguishesVariants();
    void fieldsAreOptions();
    void aChoiceMayHaveAFlag();
    void theTargetMayBeAnOption();
    void whatOpenstackLacks();
    void addressesAndGroups();
    void everyActionIsACommandThatSaysWhatItDoes();
    void whatIsShownCanBePasted();
};

void TestActionGrammar::commandsOfOpenstack_data()
{
    QTest::addColumn<QString>("operand");
    for (const char *words :
         {"server start", "server stop", "server reboot", "server pause", "server unpause",
          "server suspend", "server resume", "server lock", "server unlock", "server set"})
        QTest::newRow(words) << u"server"_s;
}

void TestActionGrammar::commandsOfOpenstack()
{
    const auto variants = named(QString::fromLatin1(QTest::currentDataTag()));
    QVERIFY(!variants.empty());
    QTEST(ctl::specOf(variants).operand, "operand");
}

void TestActionGrammar::aFlagDistinguishesVariants()
{
    const auto variants = named(u"server reboot"_s);
    QCOMPARE(variants.size(), std::size_t{2});
    QCOMPARE(variants[0].flags, QStringList{u"hard"_s});
    QCOMPARE(variants[0].action->key, u"hard-reboot-server"_s);
    QVERIFY(variants[1].flags.isEmpty());
    const auto spec = ctl::specOf(variants);
    QVERIFY(std::ranges::any_of(spec.options, [](const ctl::OptionSpec &option) {
        return option.names == QStringList{u"hard"_s} && option.value.isEmpty();
    }));
}

void TestActionGrammar::anOptionDistinguishesVariants()
{
    const auto variants = named(u"keypair create"_s);
    QCOMPARE(variants.size(), std::size_t{2});
    for (const ActionGrammar &variant : variants)
        QCOMPARE(variant.positionalField, u"name"_s);
    const auto chosen = [&](const QStringList &options) {
        ctl::Invocation invocation;
        for (const QString &option : options)
            invocation.options.insert(option, {u"x"_s});
        return ctl::variantFor(variants, invocation);
    };
    QCOMPARE(chosen({u"public-key"_s})->action->key, u"import-key-pair"_s);
    QCOMPARE(chosen({u"private-key"_s, u"type"_s})->action->key, u"generate-key-pair"_s);
    QVERIFY(!chosen({}).ok());
    QVERIFY(chosen({u"type"_s}).error().message.contains(u"--public-key, --private-key"_s));
    QVERIFY(!chosen({u"public-key"_s, u"private-key"_s}).ok());
    const auto spec = ctl::specOf(variants);
    QCOMPARE(spec.operand, u"name"_s);
    QVERIFY(!spec.many && !spec.optional);
    QStringList options;
    for (const ctl::OptionSpec &option : spec.options) {
        options += option.names.constLast() + u'=' + option.value;
        QVERIFY(!option.required); // one of two is
    }
    options.sort();
    QCOMPARE(options, (QStringList{u"private-key=FILE"_s, u"public-key=FILE"_s, u"type=TYPE"_s}));
    QVERIFY(ctl::specOf(named(u"keypair delete"_s)).many);
}

void TestActionGrammar::fieldsAreOptions()
{
    const auto lock = named(u"server lock"_s);
    QCOMPARE(lock.size(), std::size_t{1});
    QCOMPARE(lock[0].options.value(u"reason"_s), u"reason"_s);
    const auto spec = ctl::specOf(lock);
    QVERIFY(spec.many);
    QCOMPARE(spec.options[0].names, QStringList{u"reason"_s});
    QCOMPARE(spec.options[0].value, u"REASON"_s);
    QVERIFY(!spec.options[0].required);
    QVERIFY(!ctl::specOf(named(u"server set"_s)).many);
}

/// `server rebuild --key-name web`, but `--no-key-name`.
void TestActionGrammar::aChoiceMayHaveAFlag()
{
    const auto rebuild = named(u"server rebuild"_s);
    QCOMPARE(rebuild.size(), std::size_t{1});
    QVERIFY(rebuild[0].flags.isEmpty());
    QVERIFY(rebuild[0].needed().isEmpty());
    QStringList options;
    for (const ctl::OptionSpec &option : ctl::specOf(rebuild).options)
        options += option.names.constLast() + (option.value.isEmpty() ? QString() : u"="_s);
    options.sort();
    QCOMPARE(options, (QStringList{u"description="_s, u"hostname="_s, u"image="_s, u"key-name="_s,
                                   u"name="_s, u"no-key-name"_s, u"no-user-data"_s,
                                   u"preserve-ephemeral"_s, u"user-data="_s}));
}

void TestActionGrammar::theTargetMayBeAnOption()
{
    const auto create = named(u"volume create"_s);
    QCOMPARE(create.size(), std::size_t{2}); // from a snapshot, and all others
    QCOMPARE(create[1].options.value(u"source"_s), u"source"_s);
    QCOMPARE(create[1].options.value(u"availability_zone"_s), u"availability-zone"_s);
    QCOMPARE(create[1].options.value(u"backup"_s), u"backup"_s);
    QVERIFY(!create[1].options.contains(u"contents"_s)); // of the window
    QCOMPARE(create[0].targetOption, u"snapshot"_s);
    QCOMPARE(create[0].positionalField, u"name"_s);
    QCOMPARE(create[0].options.value(u"size"_s), u"size"_s);
    QCOMPARE(ctl::specOf(create).options[0].names, QStringList{u"snapshot"_s});
    QVERIFY(ctl::specOf(create).optional);
    // Nothing is printed, except where the cloud tells something only once.
    QCOMPARE(ctl::specOf(create).prints, ctl::CommandSpec::Prints::Nothing);
    QCOMPARE(ctl::specOf(named(u"volume transfer request create"_s)).prints,
             ctl::CommandSpec::Prints::Details);
}

void TestActionGrammar::whatOpenstackLacks()
{
    const auto keep = named(u"snapshot set"_s);
    QCOMPARE(keep.size(), std::size_t{1});
    QCOMPARE(keep[0].options.value(u"keep_until"_s), u"keep-until"_s);
    QCOMPARE(ctl::specOf(keep).operand, u"snapshot"_s);
    QVERIFY(ctl::specOf(keep).many);
    QVERIFY(!named(u"volume snapshot set"_s).empty());

    // As in openstack, apart from the option that shuts the instance off for it.
    for (const QString &command : {u"server add volume"_s, u"server remove volume"_s}) {
        const auto volume = named(command);
        QCOMPARE(volume.size(), std::size_t{1});
        QCOMPARE(volume[0].positionalField, u"volume"_s);
        QCOMPARE(volume[0].place, ActionGrammar::Place::AfterTarget);
        QVERIFY(volume[0].needed().isEmpty());
    }

    // As in openstack: the volume, which it is done to, comes last.
    const auto update = named(u"server volume update"_s);
    QCOMPARE(update.size(), std::size_t{1});
    QCOMPARE(update[0].place, ActionGrammar::Place::BeforeTarget);
    QCOMPARE(ctl::specOf(update).operand, u"server"_s);
    QCOMPARE(ctl::specOf(update).second, u"volume"_s);

    const auto revert = named(u"volume revert"_s);
    QCOMPARE(revert.size(), std::size_t{1});
    QCOMPARE(ctl::specOf(revert).operand, u"snapshot"_s);
    QVERIFY(ctl::specOf(revert).options.empty()); // no name is typed twice in a terminal
}

void TestActionGrammar::addressesAndGroups()
{
    const auto set = named(u"floating ip set"_s); // its port, or its description
    QCOMPARE(set.size(), std::size_t{2});
    const auto chosen = [&](const QStringList &options) {
        ctl::Invocation invocation;
        for (const QString &option : options)
            invocation.options.insert(option, {u"x"_s});
        return ctl::variantFor(set, invocation);
    };
    QCOMPARE(chosen({u"port"_s})->action->key, u"move-floating-ip"_s);
    QCOMPARE(chosen({u"port"_s, u"fixed-ip-address"_s})->action->key, u"move-floating-ip"_s);
    QCOMPARE(chosen({u"description"_s})->action->key, u"describe-floating-ip"_s);
    // Nothing that was entered is ignored.
    QVERIFY(chosen({u"port"_s, u"description"_s}).error().message.contains(u"together"_s));
    QVERIFY(chosen({u"fixed-ip-address"_s})
                .error()
                .message.contains(u"only be used together with --port"_s));
    QCOMPARE(named(u"floating ip unset"_s)[0].flags, QStringList{u"port"_s});

    for (const auto &[words, second] : {std::pair(u"server add floating ip"_s, u"address"_s),
                                        std::pair(u"server add security group"_s, u"group"_s),
                                        std::pair(u"server remove security group"_s, u"group"_s)}) {
        const auto variants = named(words);
        QVERIFY2(!variants.empty(), qPrintable(words));
        const auto spec = ctl::specOf(variants);
        QCOMPARE(spec.operand, u"server"_s);
        QCOMPARE(spec.second, second);
        QVERIFY(!spec.many);
        const auto understood = [&](const QStringList &operands) {
            const auto line =
                ctl::understand(QStringList{u"orielctl"_s} + spec.words + operands, {spec}, {}, 0);
            const auto *invocation = std::get_if<ctl::Invocation>(&line);
            return invocation ? invocation->operands : QStringList();
        };
        QCOMPARE(understood({u"a"_s, u"b"_s}), (QStringList{u"a"_s, u"b"_s}));
        QVERIFY(understood({u"a"_s}).isEmpty());
        QVERIFY(understood({u"a"_s, u"b"_s, u"c"_s}).isEmpty());
    }
    for (const QString &words : {u"port set"_s, u"port unset"_s}) {
        const auto variants = named(words);
        QVERIFY2(std::ranges::any_of(variants,
                                     [](const ActionGrammar &variant) {
                                         return variant.options.value(u"group"_s) ==
                                                "security-group"_L1;
                                     }),
                 qPrintable(words));
    }

    QStringList options;
    for (const ctl::OptionSpec &option :
         ctl::specOf(named(u"security group rule create"_s)).options)
        options.append(option.names.constLast() + (option.value.isEmpty() ? u""_s : u"="_s));
    for (const QString &each : {u"ingress"_s, u"egress"_s, u"protocol="_s, u"dst-port="_s,
                                u"remote-ip="_s, u"remote-group="_s, u"ethertype="_s})
        QVERIFY2(options.contains(each), qPrintable(options.join(u' ')));
}

void TestActionGrammar::everyActionIsACommandThatSaysWhatItDoes()
{
    QSet<QString> written;
    for (const auto &variants : ctl::actionGrammars()) {
        for (const ActionGrammar &variant : variants)
            written.insert(variant.action->key);
        const auto spec = ctl::specOf(variants);
        QVERIFY(spec.summary.contains(u' '));
        QSet<QString> names;
        for (const ctl::OptionSpec &option : spec.options) {
            QVERIFY2(!names.contains(option.names.constFirst()),
                     qPrintable(option.names.constFirst())); // Qt's parser takes each name once
            names.insert(option.names.constFirst());
            QVERIFY2(!option.help.contains(u'%'), qPrintable(option.help));
        }
    }
    const auto all = ctl::allCommands();
    // Each option has a sentence.
    for (const ctl::CommandEntry &entry : all) {
        for (const ctl::OptionSpec &option : entry.spec.options)
            QVERIFY2(option.help.contains(u' ') && option.help.endsWith(u'.'),
                     qPrintable(entry.spec.name() + ": "_L1 + option.help));
    }
    for (const operations::Action &action : operations::actions()) {
        if (!action.command)
            continue; // it leads to a tab of the page
        // One command, written by hand, combines those that change a detail.
        if (action.ofSet || action.form == operations::Action::Form::InPlace) {
            QStringList words =
                action.command(u"x"_s, {{u"changes"_s, QJsonObject{{u"a"_s, true}}}}).mid(1);
            const auto option = std::ranges::find_if(
                words, [](const QString &word) { return word.startsWith(u'-'); });
            words = words.mid(0, option - words.begin());
            QVERIFY2(std::ranges::count(all, words,
                                        [](const auto &entry) { return entry.spec.words; }) == 1,
                     qPrintable(action.key));
        } else if (action.perform) {
            QVERIFY2(written.contains(action.key), qPrintable(action.key));
        }
    }
}

void TestActionGrammar::whatIsShownCanBePasted()
{
    std::vector<ctl::CommandSpec> specs;
    for (const auto &variants : ctl::actionGrammars())
        specs.push_back(ctl::specOf(variants));
    int seen = 0;
    for (const auto &variants : ctl::actionGrammars()) {
        for (const ActionGrammar &variant : variants) {
            operations::Values values;
            for (const QString &key : variant.action->needs)
                values.insert(key, u"x"_s);
            for (const Field &field : variant.action->fields)
                values.insert(field.key, field.type == Field::Type::Number ? QJsonValue(7)
                                                                           : QJsonValue(u"x"_s));
            if (!variant.action->terminal.isEmpty())
                continue; // openstack has no such command
            QStringList words = variant.action->command(u"target"_s, values);
            words[0] = u"orielctl"_s;
            // Oriel's tags are written by orielctl itself.
            for (qsizetype at = words.indexOf(u"--property"_s); at > 0;
                 at = words.indexOf(u"--property"_s))
                words.remove(at, 2);
            const auto line = ctl::understand(words, specs, {}, 0);
            const auto *invocation = std::get_if<ctl::Invocation>(&line);
            const auto *refused = std::get_if<ctl::UsageText>(&line);
            QVERIFY2(invocation,
                     refused ? qPrintable(words.join(u' ') + ": "_L1 + refused->text) : "");
            QCOMPARE(invocation->command, variant.words);
            for (const QString &flag : variant.flags)
                QVERIFY(invocation->has(flag));
            ++seen;
        }
    }
    QVERIFY(seen >= 10);
}

QTEST_GUILESS_MAIN(TestActionGrammar)
#include "tst_actiongrammar.moc"
