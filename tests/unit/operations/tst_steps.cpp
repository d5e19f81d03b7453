#include "operations/journal/journal.h"
#include "operations/limiter.h"
#include "operations/operation.h"
#include "operations/trace.h"

#include "support/democloudfixture.h"

#include <QtCore/QTemporaryDir>

#include <csignal>
#include <sys/resource.h>

using namespace Qt::StringLiterals;
using namespace oriel;
using namespace oriel::operations;
using test::DemoCloudFixture;

namespace {

Error errorOf(ErrorKind kind)
{
    Error error;
    error.kind = kind;
    error.message = u"said"_s;
    return error;
}

/// A request whose fate the test decides.
struct Request
{
    Result<Facts> answer = Facts{{u"id"_s, u"made"_s}};
    /// What each look finds, the last one from then on; a step without a trace if empty.
    std::vector<Result<std::optional<Facts>>> finds{};
    int sent = 0;
    int looked = 0;
    Facts foundWith{};

    static Task<Result<std::optional<Facts>>> find(Request *self, Facts intent)
    {
        self->foundWith = intent;
        const auto at =
            std::min<std::size_t>(static_cast<std::size_t>(self->looked++), self->finds.size() - 1);
        co_return self->finds[at];
    }
    Step step(const QString &name)
    {
        Step step{.name = name,
                  .send =
                      [this] {
                          ++sent;
                          return Awaitable<Result<Facts>>{
                              [this](QObject *, const std::function<void(Result<Facts>)> &then) {
                                  then(answer);
                              }};
                      },
                  .intent = {{u"known"_s, 7}}};
        if (!finds.empty())
            step.trace.find = [this](const Facts &intent) {
                return find(this, intent);
            };
        return step;
    }
};

/// An operation whose sequence the test writes.
class Sequence final : public Operation
{
    Q_OBJECT

public:
    using Body = std::function<Task<Ending>(Sequence *)>;
    Sequence(Context context, Body body) : Operation(std::move(context)), m_body(std::move(body)) {}

    [[nodiscard]] QString title() const override { return u"A sequence"_s; }
    [[nodiscard]] Subject subject() const override { return {openstack::Kind::Server, u"1"_s, {}}; }
    [[nodiscard]] QString command() const override { return {}; }
    [[nodiscard]] QString kind() const override { return u"sequence"_s; }
    [[nodiscard]] QString cancelText() const override { return u"It stops."_s; }
    [[nodiscard]] bool needsJournal() const override { return true; }

    using Operation::ask;
    using Operation::hasBegunEarlier;
    using Operation::once;
    using Operation::pause;
    using Operation::until;
    using Operation::withdrawQuestion;

protected:
    Task<Ending> perform() override { return m_body(this); }

private:
    Body m_body;
};

Task<Ending> onceOnly(Sequence *self, Step step)
{
    auto doing = self->once(step);
    const StepResult result = co_await std::move(doing);
    if (result.ok())
        co_return Ending{Outcome::Succeeded};
    co_return result.ending();
}

JournalEntry leftBy(const Sequence &dead, std::vector<JournalStep> steps)
{
    JournalEntry entry = dead.journalEntry();
    entry.outcome = Outcome::Running;
    entry.steps = std::move(steps);
    return entry;
}

JournalStep line(const QString &name, JournalStep::Phase phase, const QJsonObject &facts)
{
    return {name, phase, {}, facts};
}

const std::optional<Facts> nothing;    // NOLINT(cert-err58-cpp)
const std::optional<Facts> found(Facts{// NOLINT(cert-err58-cpp)
                                       {u"id"_s, u"found"_s}});

} // namespace

Q_DECLARE_METATYPE(Request)

/// What Operation offers to those that are written as one sequence.
class TestSteps final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lostAnswers_data();
    void lostAnswers();
    void earlierRuns_data();
    void earlierRuns();
    void aSecondCallSendsAgain();
    void whatMustBeKnownBeforeIsPartOfTheIntent();
    void nothingIsSentWithoutTheJournal();
    void canceledBeforeItWasSent();
    void questionIsAskedOnce();
    void questionIsTakenBack();
    void pauseEndsWhenTheUserCancels();
    void destroyedWhenItEnds();
    void followsThroughAnOutage();
    void givesUpFollowing();
    void limiterAdmitsInOrder();
};

void TestSteps::lostAnswers_data()
{
    QTest::addColumn<int>("error");
    QTest::addColumn<Request>("request");
    QTest::addColumn<Outcome>("outcome");
    QTest::addColumn<int>("looks");
    const auto row = [](const QString &name, ErrorKind kind, Request request, Outcome outcome,
                        int looks) {
        request.answer = errorOf(kind);
        QTest::newRow(qPrintable(name)) << int(kind) << request << outcome << looks;
    };
    using K = ErrorKind;
    row(u"refused"_s, K::Conflict, {}, Outcome::Failed, 0);
    row(u"refused, though it could be found"_s, K::Conflict, {.finds = {found}}, Outcome::Failed,
        0);
    row(u"cannot be looked for"_s, K::AnswerLost, {}, Outcome::Unclear, 0);
    for (const auto &[kind, name] : {std::pair(K::AnswerLost, u"answer lost"_s),
                                     {K::Timeout, u"timed out"_s},
                                     {K::BrokenAnswer, u"broken body"_s},
                                     {K::Unavailable, u"502 or 503"_s}}) {
        row(name + u", done"_s, kind, {.finds = {found}}, Outcome::Succeeded, 1);
        row(name + u", seen late"_s, kind, {.finds = {nothing, nothing, found}}, Outcome::Succeeded,
            3);
        row(name + u", never seen"_s, kind, {.finds = {nothing}}, Outcome::Unclear,
            kind == K::Unavailable ? 5 : 40);
    }
    // Looks that are not answered do not count: the service may be away longer than 40 s.
    std::vector<Result<std::optional<Facts>>> away(60, errorOf(K::Unreachable));
    away.emplace_back(found);
    row(u"lost, and the service is away for a minute"_s, K::AnswerLost, {.finds = away},
        Outcome::Succeeded, 61);
    row(u"lost, and looking is forbidden"_s, K::AnswerLost, {.finds = {errorOf(K::Forbidden)}},
        Outcome::Unclear, 1);
    row(u"lost, and what it was for is gone"_s, K::AnswerLost, {.finds = {errorOf(K::NotFound)}},
        Outcome::Failed, 1);
}

void TestSteps::lostAnswers()
{
    QFETCH(Request, request);
    QFETCH(const Outcome, outcome);
    QFETCH(const int, looks);
    DemoCloudFixture fixture;
    Sequence operation(fixture.context(), [&request](Sequence *self) {
        return onceOnly(self, request.step(u"make"_s));
    });
    operation.start();
    fixture.clock.advance(std::chrono::hours(1));
    QCOMPARE(operation.outcome(), outcome);
    QCOMPARE(request.sent, 1);
    QCOMPARE(request.looked, looks);
    if (looks > 0)
        QCOMPARE(request.foundWith, Facts({{u"known"_s, 7}}));
}

void TestSteps::earlierRuns_data()
{
    QTest::addColumn<std::vector<JournalStep>>("steps");
    QTest::addColumn<Request>("request");
    QTest::addColumn<bool>("resend");
    QTest::addColumn<Outcome>("outcome");
    QTest::addColumn<int>("sent");
    const JournalStep meant = line(u"make"_s, JournalStep::Phase::Intended, {{u"known"_s, 3}});
    const JournalStep made =
        line(u"make"_s, JournalStep::Phase::Recorded, {{u"id"_s, u"recorded"_s}});
    const JournalStep refused =
        line(u"make"_s, JournalStep::Phase::Recorded,
             {{u"error"_s, QJsonObject{{u"kind"_s, u"conflict"_s}, {u"message"_s, u"no"_s}}}});
    using Steps = std::vector<JournalStep>;
    QTest::newRow("recorded") << Steps{meant, made} << Request{} << false << Outcome::Succeeded
                              << 0;
    QTest::newRow("recorded as refused")
        << Steps{meant, refused} << Request{} << false << Outcome::Failed << 0;
    QTest::newRow("intended and done")
        << Steps{meant} << Request{.finds = {found}} << false << Outcome::Succeeded << 0;
    QTest::newRow("intended and never sent")
        << Steps{meant} << Request{.finds = {nothing}} << false << Outcome::Failed << 0;
    QTest::newRow("intended and never sent, to be sent again")
        << Steps{meant} << Request{.finds = {nothing}} << true << Outcome::Succeeded << 1;
    QTest::newRow("intended and done, to be sent again if it was not")
        << Steps{meant} << Request{.finds = {nothing, found}} << true << Outcome::Succeeded << 0;
    QTest::newRow("intended, and it cannot be told")
        << Steps{meant} << Request{.finds = {errorOf(ErrorKind::Forbidden)}} << true
        << Outcome::Unclear << 0;
    QTest::newRow("intended, and nothing could ever tell")
        << Steps{meant} << Request{} << true << Outcome::Unclear << 0;
    QTest::newRow("another step") << Steps{line(u"other"_s, JournalStep::Phase::Intended, {})}
                                  << Request{} << false << Outcome::Succeeded << 1;
}

void TestSteps::earlierRuns()
{
    QFETCH(const std::vector<JournalStep>, steps);
    QFETCH(Request, request);
    QFETCH(const bool, resend);
    QFETCH(const Outcome, outcome);
    QFETCH(const int, sent);
    DemoCloudFixture fixture;
    Sequence operation(fixture.context(), [&request, resend](Sequence *self) {
        Step step = request.step(u"make"_s);
        step.resend = resend;
        return onceOnly(self, step);
    });
    operation.resumeFrom(leftBy(operation, steps));
    QVERIFY(operation.hasBegunEarlier());
    operation.start();
    fixture.clock.advance(std::chrono::hours(1));
    QCOMPARE(operation.outcome(), outcome);
    QCOMPARE(request.sent, sent);
    if (request.looked > 0)
        QCOMPARE(request.foundWith, Facts({{u"known"_s, 3}})); // of the earlier intent
    if (sent == 0 && outcome == Outcome::Failed && !request.finds.empty())
        QCOMPARE(operation.error()->kind, ErrorKind::Cancelled);
}

namespace {

Task<Ending> twice(Sequence *self, Request *request)
{
    for (int i = 0; i < 2; ++i) {
        auto doing = self->once(request->step(u"make"_s));
        const StepResult result = co_await std::move(doing);
        if (!result.ok())
            co_return result.ending();
    }
    co_return Ending{};
}

Task<Result<Facts>> known(bool there)
{
    if (!there)
        co_return errorOf(ErrorKind::NotFound);
    co_return Facts{{u"before"_s, u"a"_s}};
}

} // namespace

void TestSteps::aSecondCallSendsAgain()
{
    DemoCloudFixture fixture;
    Request request;
    Sequence operation(fixture.context(),
                       [&request](Sequence *self) { return twice(self, &request); });
    operation.resumeFrom(leftBy(operation, {line(u"make"_s, JournalStep::Phase::Intended, {}),
                                            line(u"make"_s, JournalStep::Phase::Recorded, {})}));
    operation.start();
    QCOMPARE(operation.outcome(), Outcome::Succeeded);
    QCOMPARE(request.sent, 1); // the first call gave what was recorded
}

void TestSteps::whatMustBeKnownBeforeIsPartOfTheIntent()
{
    for (const bool there : {true, false}) {
        DemoCloudFixture fixture;
        const QTemporaryDir folder;
        Journal journal(folder.filePath(u"journal.sqlite"_s));
        Context context = fixture.context();
        context.journal = &journal;
        Request request{.answer = errorOf(ErrorKind::AnswerLost), .finds = {nothing, found}};
        Sequence operation(context, [&request, there](Sequence *self) {
            Step step = request.step(u"make"_s);
            step.trace.before = [there] {
                return known(there);
            };
            return onceOnly(self, step);
        });
        operation.start();
        QVERIFY(fixture.pump([&] { return operation.outcome() != Outcome::Running; }));
        QCOMPARE(operation.outcome(), there ? Outcome::Succeeded : Outcome::Failed);
        QCOMPARE(request.sent, there ? 1 : 0);
        if (there)
            QCOMPARE(request.foundWith, Facts({{u"known"_s, 7}, {u"before"_s, u"a"_s}}));
        else
            QCOMPARE(operation.error()->kind, ErrorKind::NotFound);
    }
}

/// The disk is full when the intent is to be written.
void TestSteps::nothingIsSentWithoutTheJournal()
{
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    struct rlimit before = {};
    QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
    for (const bool withoutJournal : {false, true}) {
        DemoCloudFixture fixture;
        const QTemporaryDir folder;
        Journal journal(folder.filePath(u"journal.sqlite"_s));
        connect(
            &journal, &Journal::writing, this,
            [&](int number) {
                struct rlimit full = before;
                full.rlim_cur = 0;
                if (number == 2)
                    ::setrlimit(RLIMIT_FSIZE, &full);
            },
            Qt::DirectConnection);
        Context context = fixture.context();
        context.journal = &journal;
        Request request;
        Sequence operation(context, [&](Sequence *self) {
            Step step = request.step(u"make"_s);
            step.withoutJournal = withoutJournal;
            return onceOnly(self, step);
        });
        operation.start();
        const bool ended = fixture.pump([&] { return operation.outcome() != Outcome::Running; });
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &before), 0);
        QVERIFY(ended);
        QCOMPARE(operation.outcome(), withoutJournal ? Outcome::Succeeded : Outcome::Failed);
        QCOMPARE(request.sent, withoutJournal ? 1 : 0);
        if (!withoutJournal)
            QCOMPARE(operation.error()->kind, ErrorKind::Storage);
    }
    std::signal(SIGXFSZ, handler);
}

void TestSteps::canceledBeforeItWasSent()
{
    for (const bool withdrawable : {true, false}) {
        DemoCloudFixture fixture;
        Request request;
        Sequence operation(fixture.context(), [&request, withdrawable](Sequence *self) {
            Step step = request.step(u"make"_s);
            step.withdrawable = withdrawable;
            step.trace.before = [self] {
                self->cancel();
                return known(true);
            };
            return onceOnly(self, step);
        });
        operation.start();
        QCOMPARE(request.sent, withdrawable ? 0 : 1);
        QCOMPARE(operation.outcome(), withdrawable ? Outcome::Failed : Outcome::Succeeded);
        if (withdrawable)
            QCOMPARE(operation.error()->kind, ErrorKind::Cancelled);
    }
}

namespace {

const Question question{u"Go on?"_s, {{u"yes"_s, u"Yes"_s}, {u"no"_s, u"No"_s}}}; // NOLINT

Task<Ending> asking(Sequence *self, QString *answer)
{
    auto asking = self->ask(u"go-on"_s, question);
    *answer = co_await std::move(asking);
    co_return Ending{};
}

/// Takes the question back after a second unless it is answered before.
Task<Ending> askingInPassing(Sequence *self, QString *answer)
{
    auto asking = self->ask(u"go-on"_s, question);
    asking.start();
    auto waiting = self->pause(std::chrono::seconds(1));
    co_await std::move(waiting);
    self->withdrawQuestion();
    *answer = co_await std::move(asking);
    co_return Ending{};
}

Task<Ending> pausing(Sequence *self)
{
    auto waiting = self->pause(std::chrono::hours(1));
    co_await std::move(waiting);
    if (self->isCanceling())
        co_return Ending{Outcome::Canceled};
    co_return Ending{};
}

} // namespace

void TestSteps::questionIsAskedOnce()
{
    DemoCloudFixture fixture;
    QString answer;
    Sequence first(fixture.context(), [&](Sequence *self) { return asking(self, &answer); });
    first.start();
    QVERIFY(first.question().has_value());
    first.decide(u"perhaps"_s); // no such choice
    QCOMPARE(first.outcome(), Outcome::Running);
    first.decide(u"no"_s);
    QCOMPARE(first.outcome(), Outcome::Succeeded);
    QVERIFY(!first.question().has_value());
    QCOMPARE(answer, u"no"_s);

    answer.clear();
    Sequence second(fixture.context(), [&](Sequence *self) { return asking(self, &answer); });
    second.resumeFrom(leftBy(
        second, {line(u"go-on"_s, JournalStep::Phase::Recorded, {{u"choice"_s, u"yes"_s}})}));
    second.start();
    QCOMPARE(second.outcome(), Outcome::Succeeded);
    QCOMPARE(answer, u"yes"_s);
}

void TestSteps::questionIsTakenBack()
{
    for (const bool answered : {true, false}) {
        DemoCloudFixture fixture;
        QString answer = u"?"_s;
        Sequence operation(fixture.context(),
                           [&](Sequence *self) { return askingInPassing(self, &answer); });
        operation.start();
        if (answered)
            operation.decide(u"yes"_s);
        else
            fixture.clock.advance(std::chrono::seconds(1));
        QCOMPARE(operation.outcome(), Outcome::Succeeded);
        QCOMPARE(answer, answered ? u"yes"_s : QString());
        QVERIFY(!operation.question().has_value());
    }
}

void TestSteps::pauseEndsWhenTheUserCancels()
{
    DemoCloudFixture fixture;
    Sequence operation(fixture.context(), [](Sequence *self) { return pausing(self); });
    operation.start();
    fixture.clock.advance(std::chrono::minutes(59));
    QCOMPARE(operation.outcome(), Outcome::Running);
    operation.cancel();
    QCOMPARE(operation.outcome(), Outcome::Canceled);
    QCOMPARE(fixture.clock.pending(), 0);
}

/// The center may drop an operation in a slot of finished(), inside its own sequence.
void TestSteps::destroyedWhenItEnds()
{
    DemoCloudFixture fixture;
    Request request;
    for (const bool atOnce : {true, false}) {
        auto *operation = new Sequence(fixture.context(), [atOnce, &request](Sequence *self) {
            return atOnce ? onceOnly(self, request.step(u"make"_s)) : pausing(self);
        });
        bool destroyed = false;
        connect(operation, &QObject::destroyed, this, [&] { destroyed = true; });
        connect(operation, &Operation::finished, this, [operation] { delete operation; });
        operation->start();
        if (!atOnce)
            operation->cancel();
        QVERIFY(destroyed);
    }
}

namespace {

Task<Ending> following(Sequence *self, QString id, QString status)
{
    auto polling =
        self->until(openstack::Get<openstack::Server>{id}, [status](const openstack::Server &row) {
            return row.status == status && row.taskState.isEmpty();
        });
    const Result<openstack::Server> row = co_await std::move(polling);
    if (row.ok())
        co_return Ending{};
    co_return Ending{Outcome::Unclear, row.error()};
}

} // namespace

void TestSteps::followsThroughAnOutage()
{
    DemoCloudFixture fixture;
    const auto server = fixture.server(u"web-1"_s);
    Sequence operation(fixture.context(),
                       [&](Sequence *self) { return following(self, server.id, u"SHUTOFF"_s); });
    operation.start();
    demo::FaultRule rule;
    rule.path = QRegularExpression(u"/servers/"_s);
    rule.method = "GET";
    rule.status = 503;
    rule.count = 0;
    fixture.cloud.faults().add(rule);
    const auto begun = fixture.clock.elapsed();
    QVERIFY(!fixture.pump([&] { return operation.outcome() != Outcome::Running; },
                          std::chrono::minutes(2)));
    fixture.cloud.faults().clear();
    fixture.get(openstack::StopServer{server.id});
    QVERIFY(fixture.pump([&] { return operation.outcome() != Outcome::Running; }));
    QCOMPARE(operation.outcome(), Outcome::Succeeded);
    QVERIFY(fixture.clock.elapsed() - begun > std::chrono::minutes(2));
    QCOMPARE(fixture.stores->servers.find(server.id)->status, u"SHUTOFF"_s);
}

void TestSteps::givesUpFollowing()
{
    DemoCloudFixture fixture;
    const auto server = fixture.server(u"web-1"_s);
    Sequence gone(fixture.context(), [&](Sequence *self) {
        return following(self, u"00000000-0000-4000-8000-000000000000"_s, u"ACTIVE"_s);
    });
    gone.start();
    QVERIFY(fixture.pump([&] { return gone.outcome() != Outcome::Running; }));
    QCOMPARE(gone.error()->kind, ErrorKind::NotFound);

    demo::FaultRule rule;
    rule.path = QRegularExpression(u"/servers/"_s);
    rule.status = 503;
    rule.count = 0;
    fixture.cloud.faults().add(rule);
    Sequence lost(fixture.context(),
                  [&](Sequence *self) { return following(self, server.id, u"ACTIVE"_s); });
    const auto begun = fixture.clock.elapsed();
    lost.start();
    QVERIFY(fixture.pump([&] { return lost.outcome() != Outcome::Running; }));
    QCOMPARE(lost.error()->kind, ErrorKind::Unavailable);
    QVERIFY(fixture.clock.elapsed() - begun >= patience);
}

namespace {

Task<Ending> limited(Sequence *self, std::shared_ptr<Limiter> limiter, int *inside)
{
    auto waiting = Limiter::place(limiter);
    const Limiter::Place place = co_await waiting;
    ++*inside;
    auto working = self->pause(std::chrono::seconds(1));
    co_await std::move(working);
    --*inside;
    co_return Ending{};
}

} // namespace

void TestSteps::limiterAdmitsInOrder()
{
    DemoCloudFixture fixture;
    const auto limiter = std::make_shared<Limiter>(2);
    int inside = 0;
    std::vector<std::unique_ptr<Sequence>> operations;
    for (int i = 0; i < 5; ++i) {
        operations.push_back(std::make_unique<Sequence>(
            fixture.context(), [&](Sequence *self) { return limited(self, limiter, &inside); }));
        operations.back()->start();
    }
    QCOMPARE(inside, 2);
    operations[3].reset(); // leaves the queue
    fixture.clock.advance(std::chrono::seconds(1));
    QCOMPARE(inside, 2);
    QCOMPARE(operations[0]->outcome(), Outcome::Succeeded);
    QCOMPARE(operations[1]->outcome(), Outcome::Succeeded);
    QCOMPARE(operations[2]->outcome(), Outcome::Running);
    operations[2].reset(); // gives its place back, though it has not ended
    inside = 1;
    fixture.clock.advance(std::chrono::seconds(1));
    QCOMPARE(inside, 0);
    QCOMPARE(operations[4]->outcome(), Outcome::Succeeded);
    QCOMPARE(limiter.use_count(), 1L);
}

QTEST_GUILESS_MAIN(TestSteps)
#include "tst_steps.moc"
