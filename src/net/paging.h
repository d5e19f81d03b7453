#pragma once

#include "net/apiclient.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QPointer>
#include <QtCore/QSet>

#include <algorithm>
#include <concepts>
#include <iterator>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

namespace oriel::net {

/// Walks the pages of a list: from its beginning, and also from its end if that is faster.
template <PagedEndpoint E>
class PagesJob final : public Job
{
public:
    using Item = typename E::Item;
    using Items = std::vector<Item>;
    /// May move the items out if they are not collected.
    using OnPage = std::function<void(Items &)>;
    enum class Keep { All, None };

    /// Only the first `most` items of the list are wanted.
    PagesJob(ApiClient &client, E first, Keep keep, OnPage onPage,
             qsizetype most = std::numeric_limits<qsizetype>::max())
        : Job(&client)
        , m_client(client)
        , m_first(std::move(first))
        , m_keep(keep)
        , m_onPage(std::move(onPage))
        , m_most(most)
    {
        ask(m_front, m_first);
    }

protected:
    void cancel() override
    {
        stop(m_front);
        stop(m_back);
    }

private:
    using Milliseconds = std::chrono::milliseconds;

    /// A list counts as long from this number of pages on.
    static constexpr std::size_t longList = 3;

    /// The number of consecutive pages without new items that is tolerated; services have returned
    /// empty pages inside a list.
    static constexpr int longestStandstill = 10;

    /// Ten million rows; no real list is longer.
    static constexpr std::size_t maximumPages = 10'000;

    /// The number of pages that may wait to be decoded.
    static constexpr std::size_t maximumAhead = 8;

    struct Sent
    {
        E page;
        Milliseconds at;
        JobHandle<Page<Item>> call{};
        std::optional<Milliseconds> took{};
        bool followed = false;               ///< the page behind it has been requested
        std::optional<Page<Item>> decoded{}; ///< pages in front of it are not decoded yet
    };

    /// One walk, from one of the two ends.
    struct Walk
    {
        std::vector<Sent> sent;
        std::size_t delivered = 0;
        QSet<QString> markers;
        QSet<QString> ids;  ///< keys of the delivered items
        int standstill = 0; ///< consecutive pages without new items
        qsizetype count = 0;
        Items items;
        bool stopped = false;
    };

    void ask(Walk &walk, E page)
    {
        const std::size_t number = walk.sent.size();
        walk.sent.push_back({std::move(page), m_client.clock().elapsed()});
        auto call = m_client.call(walk.sent.back().page, [self = QPointer<PagesJob>(this), &walk,
                                                          number](const Answer &answer) {
            if (self && !self->ended())
                self->peek(walk, number, answer);
        });
        call.then(this, [this, &walk, number](Result<Page<Item>> result) {
            take(walk, number, std::move(result));
        });
        walk.sent[number].call = call;
    }

    static void stop(Walk &walk)
    {
        walk.stopped = true;
        for (Sent &sent : walk.sent)
            sent.call.abort();
    }

    void peek(Walk &walk, std::size_t number, const Answer &answer)
    {
        Sent &sent = walk.sent[number];
        sent.took = m_client.clock().elapsed() - sent.at;
        if constexpr (PeekingEndpoint<E>) {
            // A cycle is reported when the page is decoded. An endless list is detected when its
            // pages are decoded, which may take longer.
            if (number >= walk.delivered + maximumAhead)
                return;
            if (const auto next = sent.page.peek(answer))
                (void)follow(walk, number, *next);
        }
    }

    /// Requests the page behind page `number`, once. False if that page was requested before.
    bool follow(Walk &walk, std::size_t number, const QString &next)
    {
        if (walk.sent[number].followed || walk.stopped)
            return true;
        if (walk.markers.contains(next))
            return false;
        if (&walk == &m_back && number == 0 && !worksInParallel()) {
            walk.stopped = true;
            return true;
        }
        walk.markers.insert(next);
        walk.sent[number].followed = true;
        ask(walk, walk.sent[number].page.withMarker(next));
        if constexpr (TwoEndedEndpoint<E>) {
            if (&walk == &m_front && walk.sent.size() == longList + 1 && !m_frontOnly)
                ask(m_back, m_first.reversed());
        }
        return true;
    }

    /// Whether the service returned the first page from the end about as quickly as the first page
    /// from the beginning, while it was processing another one. A service that handles one request
    /// at a time would only read some rows twice.
    [[nodiscard]] bool worksInParallel() const
    {
        return m_back.sent.front().took.value_or(Milliseconds{0}) * 2 <=
               m_front.sent.front().took.value_or(Milliseconds{0}) * 3;
    }

    void take(Walk &walk, std::size_t number, Result<Page<Item>> result)
    {
        if (walk.stopped && (number != 0 || m_frontOnly))
            return;
        if (!result) {
            if (&walk == &m_back) // the backward walk is optional
                stop(m_back);
            else
                end(result.error());
            return;
        }
        walk.sent[number].decoded = std::move(*result);
        while (walk.delivered < walk.sent.size() && walk.sent[walk.delivered].decoded) {
            if (!deliver(walk, walk.delivered++))
                return;
        }
    }

    /// Delivers page `number`. False if this finished the job, which may be destroyed then.
    bool deliver(Walk &walk, std::size_t number)
    {
        Page<Item> page = std::move(*walk.sent[number].decoded);
        walk.sent[number].decoded.reset();
        bool last = !page.next && !walk.sent[number].followed;
        if (page.next && !follow(walk, number, *page.next)) {
            end(endless());
            return false;
        }
        walk.standstill = hasNewItems(walk, page.items) ? 0 : walk.standstill + 1;
        if (!last && (walk.standstill >= longestStandstill || number + 1 >= maximumPages)) {
            end(endless());
            return false;
        }
        if constexpr (TwoEndedEndpoint<E>) {
            const QSet<QString> &others = &walk == &m_front ? m_back.ids : m_front.ids;
            const auto twice = std::erase_if(
                page.items, [&others](const Item &item) { return others.contains(item.id); });
            last = last || twice > 0; // the two walks have met
            if (twice == 0)
                last = cut(walk, page.items, last);
        } else {
            last = cut(walk, page.items, last);
        }
        if constexpr (hasId || hasName) {
            for (const Item &item : page.items)
                walk.ids.insert(keyOf(item));
        }
        walk.count += static_cast<qsizetype>(page.items.size());
        if (!last && !m_frontOnly && m_front.count + m_back.count >= m_most)
            continueFromFront();
        if (m_onPage) {
            const QPointer<Job> self(this);
            // A copy, because the callback may destroy this job and with it the function.
            const OnPage onPage = m_onPage;
            onPage(page.items);
            if (!self || ended())
                return false;
        }
        if (m_keep == Keep::All)
            walk.items.insert(walk.items.end(), std::make_move_iterator(page.items.begin()),
                              std::make_move_iterator(page.items.end()));
        if (last)
            end();
        return !last;
    }

    static constexpr bool hasId = requires(const Item &item)
    {
        {
            item.id
            } -> std::convertible_to<QString>;
    };
    static constexpr bool hasName = requires(const Item &item)
    {
        {
            item.name
            } -> std::convertible_to<QString>;
    };

    /// What identifies an item in its list; empty if nothing does.
    [[nodiscard]] static QString keyOf(const Item &item)
    {
        if constexpr (hasId)
            return item.id;
        else if constexpr (hasName)
            return item.name;
        else
            return {};
    }

    /// Whether a page has an item that is new to its walk.
    [[nodiscard]] static bool hasNewItems(const Walk &walk, const Items &items)
    {
        if constexpr (hasId || hasName)
            return std::any_of(items.begin(), items.end(), [&walk](const Item &item) {
                return !walk.ids.contains(keyOf(item));
            });
        else
            return !items.empty();
    }

    /// Removes items beyond the wanted number from the forward walk. Returns whether the walk ends
    /// here.
    [[nodiscard]] bool cut(Walk &walk, Items &items, bool last)
    {
        if (&walk != &m_front)
            return last;
        const qsizetype room = m_most - walk.count;
        const auto size = static_cast<qsizetype>(items.size());
        m_hasMore = size > room || (size == room && !last);
        if (size > room)
            items.erase(items.begin() + room, items.end());
        return last || m_hasMore;
    }

    /// The list is longer than the wanted part, or nearly so: the items at its end are not wanted.
    void continueFromFront()
    {
        m_frontOnly = true;
        stop(m_back);
        m_beyond = std::exchange(m_back.ids, {});
        m_back.items.clear();
        m_back.count = 0;
    }

    [[nodiscard]] Walked walked()
    {
        if (m_hasMore && !m_frontOnly)
            continueFromFront();
        m_beyond.subtract(m_front.ids);
        return {m_front.count + m_back.count, m_hasMore, std::move(m_beyond)};
    }

    [[nodiscard]] Error endless() const
    {
        Error loop;
        loop.kind = ErrorKind::BrokenAnswer;
        const Request request = m_first.request();
        loop.service = serviceName(request.service);
        loop.message =
            QCoreApplication::translate(
                "oriel::net::ApiClient",
                "The %1 service returned an endless list: its pages repeat or stay empty.")
                .arg(loop.service);
        loop.request = QString::fromLatin1(methodName(request.method)) + u' ' + request.path;
        loop.when = m_client.clock().now();
        return loop;
    }

    void end()
    {
        cancel();
        if (m_keep == Keep::None) {
            Result<Walked> result = walked();
            finish(&result);
            return;
        }
        Items all = std::move(m_front.items);
        all.insert(all.end(), std::make_move_iterator(m_back.items.rbegin()),
                   std::make_move_iterator(m_back.items.rend()));
        Result<Items> result = std::move(all);
        finish(&result);
    }

    void end(Error error)
    {
        cancel();
        if (m_keep == Keep::None) {
            Result<Walked> result = std::move(error);
            finish(&result);
        } else {
            Result<Items> result = std::move(error);
            finish(&result);
        }
    }

    ApiClient &m_client;
    E m_first;
    Keep m_keep;
    OnPage m_onPage;
    Walk m_front;
    Walk m_back;
    qsizetype m_most;
    bool m_hasMore = false;   ///< the list continues behind the wanted part
    bool m_frontOnly = false; ///< the backward walk's items are not wanted
    QSet<QString> m_beyond;   ///< those items, unless the forward walk reached them too
};

template <PagedEndpoint E>
JobHandle<std::vector<typename E::Item>>
ApiClient::all(E first, std::function<void(const std::vector<typename E::Item> &)> onPage)
{
    using Pages = PagesJob<E>;
    typename Pages::OnPage show;
    if (onPage)
        show = [onPage = std::move(onPage)](typename Pages::Items &items) {
            onPage(items);
        };
    return JobHandle<typename Pages::Items>(
        new Pages(*this, std::move(first), Pages::Keep::All, std::move(show)));
}

template <PagedEndpoint E>
JobHandle<Walked> ApiClient::eachPage(E first,
                                      std::function<void(std::vector<typename E::Item>)> take,
                                      qsizetype most)
{
    using Pages = PagesJob<E>;
    return JobHandle<Walked>(new Pages(
        *this, std::move(first), Pages::Keep::None,
        [take = std::move(take)](typename Pages::Items &items) { take(std::move(items)); }, most));
}

} // namespace oriel::net
