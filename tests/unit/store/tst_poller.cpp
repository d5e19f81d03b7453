#include "store/cloudstores.h"
#include "store/topic.h"

#include "support/fakeclock.h"

#include <QtTest/QtTest>

using namespace oriel;
using namespace oriel::store;
using namespace std::chrono_literals;

namespace {

/// A store whose requests the test answers.
struct Asked
{
    /// Asks the test.
    class AskingTopic final : public Topic
    {
    public:
        explicit AskingTopic(Asked &asked)
            : Topic(asked.value, asked.clock, nullptr)
            , m_asked(asked)
        {}

    protected:
        void poll(Poller::Done done) override
        {
            ++m_asked.count;
            m_asked.waiting.push_back(std::move(done));
        }

    private:
        Asked &m_asked;
    };

    test::FakeClock clock;
    Value<int> value;
    std::vector<Poller::Done> waiting;
    int count = 0;
    AskingTopic topic{*this};

    void answer(std::optional<Error> error = {})
    {
        auto done = std::move(waiting.back());
        waiting.pop_back();
        done(std::move(error));
    }
};

Error failure(std::optional<std::chrono::milliseconds> retryAfter = {})
{
    Error error;
    error.kind = ErrorKind::Unavailable;
    error.retryAfter = retryAfter;
    return error;
}

} // namespace

/// When a store is asked for again.
class TestPoller : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void doesNotPollWithoutSubscribers();
    void asksOnceForManyHolders();
    void asksSeldomInTheBackgroundAndOftenWhileViewed();
    void asksRarelyForWhatIsOnlyReferredTo();
    void asksHalfAsOftenAfterAMinuteWithoutChanges();
    void pollsSeldomWhileTheWindowIsUnused();
    void asksNoOftenerThanAllowed();
    void stopsWhenReleased();
    void waitsLongerAfterEachFailureAndForgetsItAfterSuccess();
    void honoursRetryAfter();
    void aUsersRefreshDoesNotWait();
    void aRefreshOfWhatNobodyWatchesWaitsForAViewer();
    void aUsersRefreshWaitsForRetryAfter();
    void aRefreshDuringAnAnswerAsksAgain();
    void asksNothingWhileSuspendedAndAtOnceAfterwards();
    void keepsTheAgeOfTheLastGoodAnswer();
};

void TestPoller::doesNotPollWithoutSubscribers()
{
    Asked asked;
    asked.clock.advance(1h);
    QCOMPARE(asked.count, 0);
}

void TestPoller::asksOnceForManyHolders()
{
    Asked asked;
    asked.topic.hold(RefreshRate::Viewed);
    asked.topic.hold(RefreshRate::Viewed);
    asked.clock.advance(0ms);
    QCOMPARE(asked.count, 1);
    QVERIFY(asked.value.state().loading);
    asked.topic.hold(RefreshRate::Viewed);
    asked.clock.advance(1min);
    QCOMPARE(asked.count, 1); // the first answer is still awaited
}

void TestPoller::asksSeldomInTheBackgroundAndOftenWhileViewed()
{
    Asked asked;
    asked.topic.hold(RefreshRate::Background);
    asked.clock.advance(0ms);
    asked.answer();
    asked.clock.advance(59s);
    QCOMPARE(asked.count, 1);
    asked.clock.advance(1s);
    QCOMPARE(asked.count, 2);
    asked.answer();
    asked.topic.hold(RefreshRate::Viewed);
    asked.clock.advance(10s);
    QCOMPARE(asked.count, 3);
}

void TestPoller::asksRarelyForWhatIsOnlyReferredTo()
{
    Asked asked;
    asked.topic.hold(RefreshRate::Referenced);
    asked.clock.advance(0ms);
    asked.answer();
    asked.clock.advance(10min - 1ms);
    QCOMPARE(asked.count, 1);
    asked.clock.advance(1ms);
    QCOMPARE(asked.count, 2);
    asked.answer();
    // Becoming visible, it may not be older than what is visible.
    asked.clock.advance(10s);
    asked.topic.hold(RefreshRate::Viewed);
    asked.clock.advance(0ms);
    QCOMPARE(asked.count, 3);
}

void TestPoller::asksHalfAsOftenAfterAMinuteWithoutChanges()
{
    Asked asked;
    asked.topic.hold(RefreshRate::Viewed);
    const auto pass = [&asked](std::chrono::seconds span) {
        const int before = asked.count;
        for (auto second = 0s; second < span; second += 1s) {
            asked.clock.advance(1s);
            while (!asked.waiting.empty())
                asked.answer();
        }
        return asked.count - before;
    };
    asked.clock.advance(0ms);
    asked.answer();
    QCOMPARE(pass(60s), 6);
    QCOMPARE(pass(60s), 3);
    pass(15s);
    asked.topic.noteUse(); // the last answer is 15 s old
    QCOMPARE(pass(1s), 1);
    QCOMPARE(pass(60s), 6);
    QCOMPARE(pass(60s), 3);
    asked.value.set(1);
    QCOMPARE(pass(60s), 6);
}

void TestPoller::pollsSeldomWhileTheWindowIsUnused()
{
    Asked asked;
    asked.topic.hold(RefreshRate::Viewed);
    asked.clock.advance(0ms);
    asked.answer();
    asked.topic.relax(true);
    asked.clock.advance(119s);
    QCOMPARE(asked.count, 1);
    asked.clock.advance(1s);
    QCOMPARE(asked.count, 2);
    asked.answer();
    asked.clock.advance(30s);
    asked.topic.relax(false);
    asked.clock.advance(0ms);
    QCOMPARE(asked.count, 3); // it is older than allowed
}

void TestPoller::asksNoOftenerThanAllowed()
{
    Asked asked;
    asked.topic.setAtMostEvery(5min);
    asked.topic.hold(RefreshRate::Viewed);
    asked.clock.advance(0ms);
    asked.answer();
    asked.clock.advance(299s);
    QCOMPARE(asked.count, 1);
    asked.clock.advance(1s);
    QCOMPARE(asked.count, 2);
    asked.answer();
    asked.topic.refresh();
    asked.clock.advance(0ms);
    QCOMPARE(asked.count, 3);
}

void TestPoller::stopsWhenReleased()
{
    Asked asked;
    asked.topic.hold(RefreshRate::Viewed);
    asked.clock.advance(0ms);
    asked.answer();
    asked.topic.release(RefreshRate::Viewed);
    asked.clock.advance(1h);
    QCOMPARE(asked.count, 1);
}

void TestPoller::waitsLongerAfterEachFailureAndForgetsItAfterSuccess()
{
    Asked asked;
    asked.topic.hold(RefreshRate::Viewed);
    asked.clock.advance(0ms);
    asked.answer(failure());
    QCOMPARE(asked.value.state().error->kind, ErrorKind::Unavailable);
    asked.clock.advance(4999ms);
    QCOMPARE(asked.count, 1);
    asked.clock.advance(1ms);
    QCOMPARE(asked.count, 2);
    asked.answer(failure());
    asked.clock.advance(9s);
    QCOMPARE(asked.count, 2);
    asked.clock.advance(1s);
    QCOMPARE(asked.count, 3);
    asked.answer();
    QVERIFY(!asked.value.state().error);
    asked.clock.advance(10s);
    QCOMPARE(asked.count, 4);
}

void TestPoller::honoursRetryAfter()
{
    Asked asked;
    asked.topic.hold(RefreshRate::Viewed);
    asked.clock.advance(0ms);
    asked.answer(failure(90s));
    asked.clock.advance(89s);
    QCOMPARE(asked.count, 1);
    asked.clock.advance(1s);
    QCOMPARE(asked.count, 2);
}

void TestPoller::aUsersRefreshDoesNotWait()
{
    Asked asked;
    asked.topic.hold(RefreshRate::Background);
    asked.clock.advance(0ms);
    asked.answer(failure());
    asked.topic.refresh();
    asked.clock.advance(0ms);
    QCOMPARE(asked.count, 2);
}

void TestPoller::aRefreshOfWhatNobodyWatchesWaitsForAViewer()
{
    Asked asked;
    asked.topic.hold(RefreshRate::Viewed);
    asked.clock.advance(0ms);
    asked.answer();
    asked.topic.release(RefreshRate::Viewed);
    asked.topic.refresh();
    asked.clock.advance(1s);
    QCOMPARE(asked.count, 1);
    asked.topic.hold(RefreshRate::Referenced);
    asked.clock.advance(0ms);
    QCOMPARE(asked.count, 2);
}

void TestPoller::aUsersRefreshWaitsForRetryAfter()
{
    Asked asked;
    asked.topic.hold(RefreshRate::Background);
    asked.clock.advance(0ms);
    asked.answer(failure(90s));
    asked.topic.refresh();
    asked.clock.advance(89s);
    QCOMPARE(asked.count, 1);
    asked.clock.advance(1s);
    QCOMPARE(asked.count, 2);
    asked.answer();
    asked.topic.refresh();
    asked.clock.advance(0ms);
    QCOMPARE(asked.count, 3);
}

void TestPoller::aRefreshDuringAnAnswerAsksAgain()
{
    Asked asked;
    asked.topic.hold(RefreshRate::Background);
    asked.clock.advance(0ms);
    asked.topic.refresh();
    QCOMPARE(asked.count, 1);
    asked.answer();
    asked.clock.advance(0ms);
    QCOMPARE(asked.count, 2); // the first answer may be older than the user's action
}

void TestPoller::asksNothingWhileSuspendedAndAtOnceAfterwards()
{
    Asked asked;
    asked.topic.hold(RefreshRate::Viewed);
    asked.clock.advance(0ms);
    asked.answer();
    asked.topic.suspend(true);
    asked.clock.advance(1h);
    QCOMPARE(asked.count, 1);
    asked.topic.suspend(false);
    asked.clock.advance(0ms);
    QCOMPARE(asked.count, 2);
}

void TestPoller::keepsTheAgeOfTheLastGoodAnswer()
{
    Asked asked;
    asked.topic.hold(RefreshRate::Viewed);
    asked.clock.advance(0ms);
    asked.answer();
    const QDateTime asOf = asked.clock.now();
    asked.clock.advance(15s);
    asked.answer(failure());
    QVERIFY(asked.value.state().loaded);
    QCOMPARE(asked.value.state().asOf, asOf);
}

QTEST_GUILESS_MAIN(TestPoller)
#include "tst_poller.moc"
