#include "store/cloudstores.h"
#include "store/poller.h"

#include "support/fakeclock.h"

#include <QtTest/QtTest>

using namespace oriel;
using namespace oriel::store;
using namespace std::chrono_literals;

namespace {

/// A store whose requests the test answers.
struct Asked
{
    test::FakeClock clock;
    Value<int> value;
    std::vector<Poller::Done> waiting;
    int count = 0;
    bool changing = false;
    Poller poller{value, clock,
                  [this](Poller::Done done) {
                      ++count;
                      waiting.push_back(std::move(done));
                  },
                  [this] { return changing; }, nullptr};

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
    void asksSeldomInTheBackgroundAndOftenWhileWatched();
    void asksOftenWhileSomethingIsChanging();
    void asksWithinASecondWhatIsWatchedAndChanging();
    void leavesASlowServiceTheTimeItNeeds();
    void pollsSeldomWhileTheWindowIsUnused();
    void asksNoOftenerThanAllowed();
    void stopsWhenReleased();
    void waitsLongerAfterEachFailureAndForgetsItAfterSuccess();
    void honoursRetryAfter();
    void aUsersRefreshDoesNotWait();
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
    asked.poller.hold(RefreshRate::Viewed);
    asked.poller.hold(RefreshRate::Viewed);
    asked.clock.advance(0ms);
    QCOMPARE(asked.count, 1);
    QVERIFY(asked.value.state().loading);
    asked.poller.hold(RefreshRate::Watched);
    asked.clock.advance(1min);
    QCOMPARE(asked.count, 1); // the first answer is still awaited
}

void TestPoller::asksSeldomInTheBackgroundAndOftenWhileWatched()
{
    Asked asked;
    asked.poller.hold(RefreshRate::Background);
    asked.clock.advance(0ms);
    asked.answer();
    asked.clock.advance(59s);
    QCOMPARE(asked.count, 1);
    asked.clock.advance(1s);
    QCOMPARE(asked.count, 2);
    asked.answer();
    asked.poller.hold(RefreshRate::Watched);
    asked.clock.advance(5s);
    QCOMPARE(asked.count, 3);
}

void TestPoller::asksOftenWhileSomethingIsChanging()
{
    Asked asked;
    asked.poller.hold(RefreshRate::Viewed);
    asked.clock.advance(0ms);
    asked.answer();
    asked.clock.advance(5s);
    QCOMPARE(asked.count, 1);
    asked.changing = true;
    asked.poller.reconsider();
    asked.clock.advance(0ms);
    QCOMPARE(asked.count, 2);
    asked.answer();
    asked.clock.advance(2s);
    QCOMPARE(asked.count, 3);
}

void TestPoller::asksWithinASecondWhatIsWatchedAndChanging()
{
    Asked asked;
    asked.changing = true;
    asked.poller.hold(RefreshRate::Watched);
    asked.clock.advance(0ms);
    asked.answer();
    asked.clock.advance(999ms);
    QCOMPARE(asked.count, 1);
    asked.clock.advance(1ms);
    QCOMPARE(asked.count, 2);
}

void TestPoller::leavesASlowServiceTheTimeItNeeds()
{
    Asked asked;
    asked.changing = true;
    asked.poller.hold(RefreshRate::Watched);
    asked.clock.advance(0ms);
    asked.clock.advance(8s);
    asked.answer();
    asked.clock.advance(7999ms);
    QCOMPARE(asked.count, 1);
    asked.clock.advance(1ms);
    QCOMPARE(asked.count, 2);
}

void TestPoller::pollsSeldomWhileTheWindowIsUnused()
{
    Asked asked;
    asked.poller.hold(RefreshRate::Watched);
    asked.clock.advance(0ms);
    asked.answer();
    asked.poller.relax(true);
    asked.clock.advance(119s);
    QCOMPARE(asked.count, 1);
    asked.clock.advance(1s);
    QCOMPARE(asked.count, 2);
    asked.answer();
    asked.clock.advance(30s);
    asked.poller.relax(false);
    asked.clock.advance(0ms);
    QCOMPARE(asked.count, 3); // it is older than allowed
    asked.answer();
    asked.poller.relax(true);
    asked.changing = true;
    asked.poller.reconsider();
    asked.clock.advance(1s);
    QCOMPARE(asked.count, 4); // changing rows are polled as usual
}

void TestPoller::asksNoOftenerThanAllowed()
{
    Asked asked;
    asked.poller.setAtMostEvery(5min);
    asked.poller.hold(RefreshRate::Watched);
    asked.clock.advance(0ms);
    asked.answer();
    asked.clock.advance(299s);
    QCOMPARE(asked.count, 1);
    asked.clock.advance(1s);
    QCOMPARE(asked.count, 2);
    asked.answer();
    asked.poller.refresh();
    asked.clock.advance(0ms);
    QCOMPARE(asked.count, 3);
}

void TestPoller::stopsWhenReleased()
{
    Asked asked;
    asked.poller.hold(RefreshRate::Viewed);
    asked.clock.advance(0ms);
    asked.answer();
    asked.poller.release(RefreshRate::Viewed);
    asked.clock.advance(1h);
    QCOMPARE(asked.count, 1);
}

void TestPoller::waitsLongerAfterEachFailureAndForgetsItAfterSuccess()
{
    Asked asked;
    asked.poller.hold(RefreshRate::Watched);
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
    asked.clock.advance(5s);
    QCOMPARE(asked.count, 4);
}

void TestPoller::honoursRetryAfter()
{
    Asked asked;
    asked.poller.hold(RefreshRate::Watched);
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
    asked.poller.hold(RefreshRate::Background);
    asked.clock.advance(0ms);
    asked.answer(failure());
    asked.poller.refresh();
    asked.clock.advance(0ms);
    QCOMPARE(asked.count, 2);
}

void TestPoller::aUsersRefreshWaitsForRetryAfter()
{
    Asked asked;
    asked.poller.hold(RefreshRate::Background);
    asked.clock.advance(0ms);
    asked.answer(failure(90s));
    asked.poller.refresh();
    asked.clock.advance(89s);
    QCOMPARE(asked.count, 1);
    asked.clock.advance(1s);
    QCOMPARE(asked.count, 2);
    asked.answer();
    asked.poller.refresh();
    asked.clock.advance(0ms);
    QCOMPARE(asked.count, 3);
}

void TestPoller::aRefreshDuringAnAnswerAsksAgain()
{
    Asked asked;
    asked.poller.hold(RefreshRate::Background);
    asked.clock.advance(0ms);
    asked.poller.refresh();
    QCOMPARE(asked.count, 1);
    asked.answer();
    asked.clock.advance(0ms);
    QCOMPARE(asked.count, 2); // the first answer may be older than the user's action
}

void TestPoller::asksNothingWhileSuspendedAndAtOnceAfterwards()
{
    Asked asked;
    asked.poller.hold(RefreshRate::Watched);
    asked.clock.advance(0ms);
    asked.answer();
    asked.poller.suspend(true);
    asked.clock.advance(1h);
    QCOMPARE(asked.count, 1);
    asked.poller.suspend(false);
    asked.clock.advance(0ms);
    QCOMPARE(asked.count, 2);
}

void TestPoller::keepsTheAgeOfTheLastGoodAnswer()
{
    Asked asked;
    asked.poller.hold(RefreshRate::Viewed);
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
