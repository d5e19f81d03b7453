#include "operations/journal/journalcodec.h"
#include "operations/journal/journalfile.h"
#include "operations/resume/resume.h"
#include "support/democloudfixture.h"

#include <QtCore/QTemporaryDir>
#include <QtCore/QTimer>

using namespace Qt::StringLiterals;
using namespace oriel;
using operations::JournalEntry;

namespace {

const QString folder = // NOLINT(cert-err58-cpp)
    QString::fromUtf8(ORIEL_FIXTURES) + u"/journal/1/"_s;
const operations::LockPatience usualPatience; // NOLINT(cert-err58-cpp)

/// Longer than anything that an operation waits for, other than the user and a slow storage.
constexpr auto longest = std::chrono::minutes(30);

/// What the Oriel that wrote the fixture made of each entry: see its README.md.
QJsonObject expectations()
{
    QFile file(folder + u"expected.json"_s);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no fixture");
    return operations::objectFrom(QString::fromUtf8(file.readAll()));
}

/// Where this Oriel has to make something else of an entry, by its case.
const QHash<QString, QString> otherOutcomes{
    // NOLINT(cert-err58-cpp)
    // The volume of this cloud was last changed at another time than the one in the journal, which
    // says that it was touched since.
    {u"revert, line 2"_s, u"unclear"_s},
};

/// The entries of the fixture with their steps, read by this version.
std::vector<JournalEntry> entriesOfFixture()
{
    const QTemporaryDir copies;
    const QString copy = copies.filePath(u"journal.sqlite"_s);
    if (!QFile::copy(folder + u"journal.sqlite"_s, copy) ||
        !QFile::setPermissions(copy, QFile::ReadOwner | QFile::WriteOwner))
        qFatal("no fixture");
    const auto opened = operations::JournalFile::open(copy, usualPatience);
    if (!opened.ok())
        qFatal("%s", qPrintable(opened.error().message));
    const auto unfinished = opened->file->unfinished();
    if (!unfinished.ok() || unfinished->empty())
        qFatal("nothing is unfinished");
    operations::JournalScope scope = unfinished->front().scope;
    const auto taken = opened->file->takeUnfinished(scope);
    if (!taken.ok() || taken->size() != unfinished->size())
        qFatal("not all could be taken");
    return taken.value();
}

/// Lets the sockets work, and lets time pass only where everything waits for it.
bool waitFor(test::FakeClock &clock, const std::function<bool()> &done)
{
    QTimer wake; // should nothing else happen
    wake.start(std::chrono::milliseconds(50));
    const auto end = clock.elapsed() + longest;
    while (!done()) {
        if (clock.elapsed() >= end)
            return false;
        // Requests have deadlines, which are further away than anything that an operation waits
        // for between two polls.
        const auto next = clock.next();
        if (next && *next <= std::chrono::seconds(10))
            clock.advance(*next);
        else
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    }
    return true;
}

} // namespace

/// A journal of an earlier Oriel, with operations of each kind that were killed at each of their
/// lines. This Oriel makes of each what the earlier one would have made of it.
class TestOldJournal final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyEntryIsExpected();
    void resumes_data();
    void resumes();
};

void TestOldJournal::everyEntryIsExpected()
{
    const QJsonObject expected = expectations();
    QSet<QString> kinds;
    int unfinished = 0;
    for (const JournalEntry &entry : entriesOfFixture()) {
        QVERIFY(operations::isUnderstood(entry));
        QVERIFY2(expected.contains(entry.id), qPrintable(entry.title));
        kinds.insert(entry.kind);
        ++unfinished;
    }
    QCOMPARE(kinds.size(), 10);
    const auto finished = std::ranges::count_if(expected, [](const QJsonValue &one) {
        return one.toObject().value(u"outcome"_s).toString() == u"finished"_s;
    });
    QCOMPARE(unfinished + static_cast<int>(finished), static_cast<int>(expected.size()));
}

void TestOldJournal::resumes_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("outcome");
    const QJsonObject expected = expectations();
    for (const JournalEntry &entry : entriesOfFixture()) {
        const QJsonObject one = expected.value(entry.id).toObject();
        const QString name = one.value(u"case"_s).toString();
        QTest::newRow(qPrintable(name))
            << entry.id << otherOutcomes.value(name, one.value(u"outcome"_s).toString());
    }
}

void TestOldJournal::resumes()
{
    QFETCH(const QString, id);
    QFETCH(const QString, outcome);
    static const std::vector<JournalEntry> entries = entriesOfFixture();
    const auto entry = std::ranges::find(entries, id, &JournalEntry::id);
    test::DemoCloudFixture cloud;
    auto operation = operations::resumeOperation(*entry, cloud.context());
    QVERIFY(operation);
    operations::Operation *resumed = cloud.center.start(std::move(operation));
    const bool ended = waitFor(cloud.clock, [&] {
        return resumed->outcome() != operations::Outcome::Running || resumed->question();
    });
    QCOMPARE(ended && !resumed->question() ? operations::outcomeName(resumed->outcome())
                                           : u"running"_s,
             outcome);
}

QTEST_GUILESS_MAIN(TestOldJournal)
#include "tst_oldjournal.moc"
