#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "net/job.h"

#include <QtCore/QObject>

#include <coroutine>
#include <exception>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

namespace oriel::operations {

template <typename T>
class Task;

/// What a task can await: `begin` is called once with a context and calls `then` at most once, on
/// this thread, immediately or later, and never after the context is destroyed. The clients' calls,
/// the clock and the journal are adapted to it.
template <typename T>
struct Awaitable
{
    std::function<void(QObject *context, std::function<void(T)> then)> begin;
};

/// Waits for `delay` on `clock`, which must outlive the task.
[[nodiscard]] inline Awaitable<Nothing> after(Clock &clock, std::chrono::milliseconds delay)
{
    return {[&clock, delay](QObject *context, const std::function<void(Nothing)> &then) {
        clock.after(delay, context, [then] { then(Nothing()); });
    }};
}

namespace detail {

/// The frames that are destroyed together: a started task and everything that it awaits. Lives in
/// the promise of the started task.
class Root
{
public:
    /// Resumes one of the frames. Destroys all of them on return if their owner was destroyed in
    /// the meantime; nothing here may be accessed after that.
    void run(std::coroutine_handle<> frame)
    {
        ++m_running;
        frame.resume();
        if (--m_running == 0 && m_abandoned)
            m_abandoned.destroy();
    }
    /// Whether one of the frames is on the stack: then `outermost` is destroyed when it suspends.
    [[nodiscard]] bool abandon(std::coroutine_handle<> outermost)
    {
        if (m_running > 0)
            m_abandoned = outermost;
        return m_running > 0;
    }
    [[nodiscard]] bool isAbandoned() const { return m_abandoned != nullptr; }

private:
    int m_running = 0;
    std::coroutine_handle<> m_abandoned;
};

/// A waiting frame and its root.
struct Frame
{
    Root *root = nullptr;
    std::coroutine_handle<> handle;
};

/// Awaits an Awaitable. Its context lives in the waiting frame, so that destroying the frame
/// cancels the wait.
template <typename T>
class AwaitCallback
{
public:
    AwaitCallback(Root *root, Awaitable<T> awaited)
        : m_waiting{root, {}}
        , m_awaited(std::move(awaited))
    {}

    bool await_ready() const noexcept { return false; }
    bool await_suspend(std::coroutine_handle<> waiting)
    {
        if (m_waiting.root->isAbandoned())
            return true;
        m_waiting.handle = waiting;
        m_awaited.begin(&m_context, [this](T value) {
            m_value.emplace(std::move(value));
            if (m_suspended)
                m_waiting.root->run(m_waiting.handle);
        });
        // An answer inside begin() must not resume a frame that is still running: it continues
        // here, so that a loop over such answers does not recurse.
        m_suspended = !m_value || m_waiting.root->isAbandoned();
        return m_suspended;
    }
    T await_resume() { return *std::move(m_value); }

private:
    Frame m_waiting;
    Awaitable<T> m_awaited;
    QObject m_context;
    std::optional<T> m_value;
    bool m_suspended = false;
};

class PromiseBase
{
public:
    [[nodiscard]] std::suspend_always initial_suspend() const noexcept { return {}; }
    auto final_suspend() const noexcept
    {
        struct Finish
        {
            const PromiseBase &promise;

            bool await_ready() const noexcept { return false; }
            void await_suspend(std::coroutine_handle<>) const noexcept
            {
                // The waiting frame destroys this one: nothing of it may be accessed afterwards.
                if (const Frame waiting = promise.waiting; waiting.handle)
                    waiting.root->run(waiting.handle);
            }
            void await_resume() const noexcept {}
        };
        return Finish{*this};
    }
    /// Exceptions do not cross rooms.
    [[noreturn]] void unhandled_exception() const { std::terminate(); }

    template <typename T>
    AwaitCallback<T> await_transform(Awaitable<T> awaited)
    {
        return AwaitCallback<T>(root, std::move(awaited));
    }
    template <typename T>
    AwaitCallback<Result<T>> await_transform(net::JobHandle<T> job)
    {
        return await_transform(Awaitable<Result<T>>{
            [job](QObject *context, std::function<void(Result<T>)> then) mutable {
                job.then(context, std::move(then)); // NOLINT(clang-analyzer-core.CallAndMessage)
            }});
    }
    template <typename T>
    typename Task<T>::Await await_transform(Task<T> &&task)
    {
        return {std::move(task), root};
    }

    Root own;
    Root *root = nullptr; ///< its own once started, the awaiting task's once awaited
    Frame waiting;
};

template <typename T>
class Promise : public PromiseBase
{
public:
    Task<T> get_return_object();
    void return_value(T result) { m_value.emplace(std::move(result)); }
    [[nodiscard]] T take() { return *std::move(m_value); }

private:
    std::optional<T> m_value;
};

template <>
class Promise<void> : public PromiseBase
{
public:
    Task<void> get_return_object();
    void return_void() const noexcept {}
    void take() const noexcept {}
};

} // namespace detail

/// A coroutine with an owner. It does nothing until it is started or awaited, runs on the thread
/// that starts it, and is destroyed with its Task, together with what it awaits: no callback runs
/// afterwards. If its owner is destroyed while it is running, for example in a slot of a signal
/// that it emits, its frame exists until it next suspends; until then it must not access its owner.
///
/// It can await an Awaitable, a net::JobHandle and another Task. GCC 12 destroys temporaries in an
/// awaiting expression twice, and a lambda's captures are not part of its coroutine's frame. So
/// everything awaited must be a named variable, parameters are taken by value, and a lambda that
/// awaits captures nothing; tests/layering/coroutines.py refuses anything else:
///
///     auto job = client.call(openstack::Get<openstack::Server>{id});
///     const auto server = co_await job;
///     auto stopping = stop(id);
///     const auto stopped = co_await std::move(stopping);
template <typename T>
class [[nodiscard]] Task
{
public:
    using promise_type = detail::Promise<T>;

    Task(Task &&other) noexcept : m_handle(std::exchange(other.m_handle, {})) {}
    Task &operator=(Task &&other) noexcept
    {
        Task old(std::exchange(m_handle, std::exchange(other.m_handle, {})));
        return *this;
    }
    ~Task()
    {
        if (m_handle && !m_handle.promise().own.abandon(m_handle))
            m_handle.destroy();
    }

    /// Runs until it first waits. A started task can still be awaited.
    void start()
    {
        promise_type &promise = m_handle.promise();
        promise.root = &promise.own;
        promise.own.run(m_handle);
    }
    [[nodiscard]] bool isDone() const { return m_handle.done(); }
    /// Once, when isDone().
    T take() { return m_handle.promise().take(); }

    class Await
    {
    public:
        Await(Task task, detail::Root *root) : m_task(std::move(task)), m_root(root) {}

        bool await_ready() const { return m_task.isDone(); }
        bool await_suspend(std::coroutine_handle<> awaiting)
        {
            if (m_root->isAbandoned())
                return true;
            promise_type &promise = m_task.m_handle.promise();
            if (!promise.root) {
                promise.root = m_root;
                m_task.m_handle.resume();
                if (m_task.isDone())
                    return m_root->isAbandoned();
            }
            promise.waiting = {m_root, awaiting};
            return true;
        }
        T await_resume() { return m_task.take(); }

    private:
        Task m_task;
        detail::Root *m_root;
    };

private:
    friend promise_type;
    explicit Task(std::coroutine_handle<promise_type> handle) : m_handle(handle) {}

    std::coroutine_handle<promise_type> m_handle;
};

template <typename T>
Task<T> detail::Promise<T>::get_return_object()
{
    return Task<T>(std::coroutine_handle<Promise>::from_promise(*this));
}

inline Task<void> detail::Promise<void>::get_return_object()
{
    return Task<void>(std::coroutine_handle<Promise>::from_promise(*this));
}

/// Runs the tasks concurrently, starting them in order; the results are in the same order.
template <typename T>
Task<std::vector<T>> all(std::vector<Task<T>> tasks)
{
    for (Task<T> &task : tasks)
        task.start();
    std::vector<T> results;
    results.reserve(tasks.size());
    for (Task<T> &task : tasks) {
        T result = co_await std::move(task);
        results.push_back(std::move(result));
    }
    co_return results;
}

} // namespace oriel::operations
