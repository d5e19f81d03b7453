#include "operations/task.h"

#include "support/fakeclock.h"

#include <QtTest/QTest>

#include <memory>

using namespace oriel;
using namespace oriel::operations;
using namespace Qt::StringLiterals;

namespace {

/// Answers when the test says so, and knows how often it was asked and forgotten.
class Source
{
public:
    Awaitable<int> next()
    {
        return {[this](QObject *context, std::function<void(int)> then) {
            ++asked;
            QObject::connect(context, &QObject::destroyed, context, [this] { ++forgotten; });
            m_context = context;
            m_then = std::move(then);
        }};
    }
    /// False: nothing is waiting.
    bool answer(int value)
    {
        if (!m_context || !m_then)
            return false;
        const auto then = std::exchange(m_then, {});
        then(value);
        return true;
    }

    int asked = 0;
    int forgotten = 0;

private:
    QPointer<QObject> m_context;
    std::function<void(int)> m_then;
};

/// Answers before begin() returns.
Awaitable<int> atOnce(int value)
{
    return {[value](QObject *, const std::function<void(int)> &then) {
        then(value);
    }};
}

class TestJob final : public net::Job
{
public:
    using Job::Job;
    void answer(Result<int> result) { finish(&result); }
    bool canceled = false;

protected:
    void cancel() override { canceled = true; }
};

/// Counts what is alive, so that a double destruction shows as a negative number.
class Counted
{
public:
    explicit Counted(int *alive) : m_alive(alive) { ++*m_alive; }
    Counted(const Counted &other) : m_alive(other.m_alive) { ++*m_alive; }
    Counted(Counted &&other) noexcept : m_alive(other.m_alive) { ++*m_alive; }
    Counted &operator=(const Counted &) = default;
    Counted &operator=(Counted &&) noexcept = default;
    ~Counted() { --*m_alive; }

private:
    int *m_alive;
};

using Log = std::shared_ptr<QStringList>;

Task<int> three(Source *source, int *alive)
{
    const Counted local(alive);
    int sum = 0;
    for (int i = 0; i < 3; ++i) {
        const Counted inLoop(alive);
        auto next = source->next();
        sum += co_await next;
    }
    co_return sum;
}

Task<int> nested(Source *source, int *alive, Log log)
{
    const Counted local(alive);
    log->append(u"before"_s);
    auto first = three(source, alive);
    const int one = co_await std::move(first);
    log->append(u"between"_s);
    auto second = three(source, alive);
    const int two = co_await std::move(second);
    log->append(u"after"_s);
    co_return one + two;
}

Task<Counted> counted(int *alive)
{
    co_return Counted(alive);
}

Task<void> holdsResults(int *alive, Source *source)
{
    auto first = counted(alive);
    const Counted result = co_await std::move(first);
    auto value = Awaitable<Counted>{[alive](QObject *, const std::function<void(Counted)> &then) {
        then(Counted(alive));
    }};
    const Counted called = co_await value;
    auto wait = source->next();
    co_await wait;
}

Task<int> sumOfSynchronous(int count)
{
    int sum = 0;
    for (int i = 0; i < count; ++i) {
        auto one = atOnce(1);
        sum += co_await one;
    }
    co_return sum;
}

Task<int> sumOfSynchronousTasks(int count)
{
    int sum = 0;
    for (int i = 0; i < count; ++i) {
        auto one = sumOfSynchronous(1);
        sum += co_await std::move(one);
    }
    co_return sum;
}

Task<void> pausing(Clock *clock, Log log)
{
    for (int i = 0; i < 2; ++i) {
        auto wait = after(*clock, std::chrono::seconds(1));
        co_await wait;
        log->append(clock->now().toString(u"ss"_s));
    }
}

Task<void> calling(TestJob *job, Log log)
{
    auto handle = net::JobHandle<int>(job);
    const Result<int> result = co_await handle;
    log->append(result.ok() ? QString::number(result.value()) : result.error().message);
}

/// Emits from its coroutine, as an operation does.
class Owner : public QObject
{
    Q_OBJECT

public:
    explicit Owner(int *alive, Source *source) : m_task(work(this, alive, source)) {}
    void start() { m_task.start(); }

Q_SIGNALS:
    void happened();

private:
    static Task<void> inner(Owner *self, int *alive)
    {
        const Counted local(alive);
        Q_EMIT self->happened();
        co_return;
    }
    static Task<void> work(Owner *self, int *alive, Source *source)
    {
        const Counted local(alive);
        auto wait = source->next();
        co_await wait;
        auto step = inner(self, alive);
        co_await std::move(step);
        auto another = source->next();
        co_await another;
    }

    Task<void> m_task;
};

} // namespace

class TestTask final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingRunsBeforeItIsStarted();
    void stepsRunInTheirOrder();
    void synchronousAnswersNeedNoStack();
    void destructionCancelsAtEachSuspensionPoint_data();
    void destructionCancelsAtEachSuspensionPoint();
    void resultsAreDestroyedOnce();
    void pausesByTheClock();
    void awaitsACall();
    void destructionAbortsACall();
    void ownerMayBeDestroyedByASignal();
    void replacedTaskIsDestroyed();
    void startedTaskCanBeAwaited();
    void allRunSideBySide();
    void allAreCanceledTogether();
};

void TestTask::nothingRunsBeforeItIsStarted()
{
    Source source;
    int alive = 0;
    {
        auto task = three(&source, &alive);
        QVERIFY(!task.isDone());
    }
    QCOMPARE(source.asked, 0);
    QCOMPARE(alive, 0);
}

void TestTask::stepsRunInTheirOrder()
{
    Source source;
    int alive = 0;
    const auto log = std::make_shared<QStringList>();
    auto task = nested(&source, &alive, log);
    task.start();
    QCOMPARE(*log, QStringList{u"before"_s});
    for (int value : {1, 2, 3})
        QVERIFY(source.answer(value));
    QCOMPARE(*log, QStringList({u"before"_s, u"between"_s}));
    QVERIFY(!task.isDone());
    for (int value : {10, 20, 30})
        QVERIFY(source.answer(value));
    QCOMPARE(log->last(), u"after"_s);
    QVERIFY(task.isDone());
    QCOMPARE(task.take(), 66);
    QCOMPARE(source.asked, 6);
    QCOMPARE(source.forgotten, 6);
    QVERIFY(!source.answer(1));
    QCOMPARE(alive, 0);
}

void TestTask::synchronousAnswersNeedNoStack()
{
    auto flat = sumOfSynchronous(300'000);
    flat.start();
    QVERIFY(flat.isDone());
    QCOMPARE(flat.take(), 300'000);
    auto deep = sumOfSynchronousTasks(300'000);
    deep.start();
    QVERIFY(deep.isDone());
    QCOMPARE(deep.take(), 300'000);
}

void TestTask::destructionCancelsAtEachSuspensionPoint_data()
{
    QTest::addColumn<int>("answers");
    for (int answers = 0; answers < 6; ++answers)
        QTest::addRow("after %d answers", answers) << answers;
}

void TestTask::destructionCancelsAtEachSuspensionPoint()
{
    QFETCH(const int, answers);
    Source source;
    int alive = 0;
    const auto log = std::make_shared<QStringList>();
    {
        auto task = nested(&source, &alive, log);
        task.start();
        for (int i = 0; i < answers; ++i)
            QVERIFY(source.answer(1));
        QVERIFY(!task.isDone());
        QVERIFY(alive > 0);
    }
    QCOMPARE(alive, 0);
    QCOMPARE(source.asked, answers + 1);
    QCOMPARE(source.forgotten, answers + 1);
    QVERIFY(!source.answer(1));
    QVERIFY(!log->contains(u"after"_s));
    QCOMPARE(log.use_count(), 1L);
}

void TestTask::resultsAreDestroyedOnce()
{
    Source source;
    int alive = 0;
    {
        auto task = holdsResults(&alive, &source);
        task.start();
        QCOMPARE(alive, 2);
        QVERIFY(source.answer(1));
        QVERIFY(task.isDone());
        QCOMPARE(alive, 0);
    }
    QCOMPARE(alive, 0);
}

void TestTask::pausesByTheClock()
{
    test::FakeClock clock;
    const auto log = std::make_shared<QStringList>();
    {
        auto task = pausing(&clock, log);
        task.start();
        QVERIFY(log->isEmpty());
        clock.advance(std::chrono::milliseconds(999));
        QVERIFY(log->isEmpty());
        clock.advance(std::chrono::milliseconds(1));
        QCOMPARE(*log, QStringList{u"01"_s});
        QCOMPARE(clock.pending(), 1);
    }
    QCOMPARE(clock.pending(), 0);
    clock.advance(std::chrono::seconds(5));
    QCOMPARE(log->size(), 1);
}

void TestTask::awaitsACall()
{
    QObject client;
    const auto log = std::make_shared<QStringList>();
    auto *job = new TestJob(&client);
    auto task = calling(job, log);
    task.start();
    job->answer(7);
    QVERIFY(task.isDone());
    QCOMPARE(*log, QStringList{u"7"_s});

    auto *second = new TestJob(&client);
    auto failing = calling(second, log);
    failing.start();
    Error error;
    error.message = u"no"_s;
    second->answer(error);
    QVERIFY(failing.isDone());
    QCOMPARE(log->last(), u"no"_s);
    QVERIFY(!second->canceled);
}

void TestTask::destructionAbortsACall()
{
    QObject client;
    const auto log = std::make_shared<QStringList>();
    auto *job = new TestJob(&client);
    {
        auto task = calling(job, log);
        task.start();
        QVERIFY(!job->canceled);
    }
    QVERIFY(job->canceled);
    job->answer(7);
    QVERIFY(log->isEmpty());
}

void TestTask::ownerMayBeDestroyedByASignal()
{
    Source source;
    int alive = 0;
    auto *owner = new Owner(&alive, &source);
    int seen = 0;
    connect(owner, &Owner::happened, this, [&] {
        ++seen;
        QCOMPARE(alive, 2);
        delete owner;
        // The frames that are on the stack are kept.
        QCOMPARE(alive, 2);
    });
    owner->start();
    QCOMPARE(alive, 1);
    QVERIFY(source.answer(1));
    QCOMPARE(seen, 1);
    QCOMPARE(alive, 0);
    QCOMPARE(source.asked, 1); // the second wait was never begun
    QVERIFY(!source.answer(2));
}

void TestTask::replacedTaskIsDestroyed()
{
    Source first;
    Source second;
    int alive = 0;
    auto task = three(&first, &alive);
    task.start();
    task = three(&second, &alive);
    QCOMPARE(alive, 0);
    QCOMPARE(first.forgotten, 1);
    task.start();
    auto moved = std::move(task);
    for (int value : {1, 2, 3})
        QVERIFY(second.answer(value));
    QVERIFY(moved.isDone());
    QCOMPARE(moved.take(), 6);
    QCOMPARE(alive, 0);
}

namespace {

Task<int> startsFirst(Source *left, Source *right, int *alive)
{
    auto background = three(left, alive);
    background.start();
    auto next = right->next();
    const int before = co_await next;
    const int sum = co_await std::move(background);
    co_return before + sum;
}

Task<int> together(Source *left, Source *right, int *alive)
{
    std::vector<Task<int>> tasks;
    tasks.push_back(three(left, alive));
    tasks.push_back(three(right, alive));
    tasks.push_back(sumOfSynchronous(5));
    auto both = all(std::move(tasks));
    const std::vector<int> sums = co_await std::move(both);
    int written = 0;
    for (int sum : sums)
        written = written * 100 + sum;
    co_return written;
}

} // namespace

void TestTask::startedTaskCanBeAwaited()
{
    for (const bool backgroundFirst : {true, false}) {
        Source left;
        Source right;
        int alive = 0;
        auto task = startsFirst(&left, &right, &alive);
        task.start();
        QCOMPARE(left.asked, 1);
        QCOMPARE(right.asked, 1);
        if (!backgroundFirst)
            QVERIFY(right.answer(100));
        for (int value : {1, 2, 3})
            QVERIFY(left.answer(value));
        if (backgroundFirst) {
            QVERIFY(!task.isDone());
            QVERIFY(right.answer(100));
        }
        QVERIFY(task.isDone());
        QCOMPARE(task.take(), 106);
        QCOMPARE(alive, 0);
    }
}

void TestTask::allRunSideBySide()
{
    Source left;
    Source right;
    int alive = 0;
    auto task = together(&left, &right, &alive);
    task.start();
    QCOMPARE(left.asked, 1);
    QCOMPARE(right.asked, 1);
    for (int value : {2, 3, 4})
        QVERIFY(right.answer(value));
    QVERIFY(!task.isDone());
    for (int value : {1, 1, 1})
        QVERIFY(left.answer(value));
    QVERIFY(task.isDone());
    QCOMPARE(task.take(), 30905);
    QCOMPARE(alive, 0);
}

void TestTask::allAreCanceledTogether()
{
    Source left;
    Source right;
    int alive = 0;
    {
        auto task = together(&left, &right, &alive);
        task.start();
        QVERIFY(left.answer(1));
        QCOMPARE(alive, 4);
    }
    QCOMPARE(alive, 0);
    QVERIFY(!left.answer(1));
    QVERIFY(!right.answer(1));
}

QTEST_GUILESS_MAIN(TestTask)
#include "tst_task.moc"
