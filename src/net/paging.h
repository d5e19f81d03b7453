#pragma once

#include "net/apiclient.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QPointer>
#include <QtCore/QSet>

#include <iterator>
#include <utility>
#include <vector>

namespace oriel::net {

/// Walks the pages of a list, one call after the other.
template <PagedEndpoint E>
class PagesJob final : public Job
{
public:
    using Items = std::vector<typename E::Item>;
    using OnPage = std::function<void(const Items &)>;

    PagesJob(ApiClient &client, E first, OnPage onPage)
        : Job(&client)
        , m_client(client)
        , m_first(std::move(first))
        , m_onPage(std::move(onPage))
    {
        ask(m_first);
    }

protected:
    void cancel() override { m_call.abort(); }

private:
    void ask(const E &page)
    {
        m_call = m_client.call(page);
        m_call.then(this,
                    [this](Result<Page<typename E::Item>> result) { take(std::move(result)); });
    }

    void take(Result<Page<typename E::Item>> result)
    {
        if (!result) {
            end(result.error());
            return;
        }
        const bool last = !result->next;
        if (!last) {
            if (m_seen.contains(*result->next)) {
                Error loop;
                loop.kind = ErrorKind::BrokenAnswer;
                loop.message = QCoreApplication::translate(
                    "oriel::net::ApiClient", "The service's list of pages leads in a circle.");
                const Request request = m_first.request();
                loop.service = serviceName(request.service);
                loop.request =
                    QString::fromLatin1(methodName(request.method)) + u' ' + request.path;
                loop.when = m_client.clock().now();
                end(std::move(loop));
                return;
            }
            m_seen.insert(*result->next);
            ask(m_first.withMarker(*result->next));
        }
        if (m_onPage) {
            const QPointer<Job> self(this);
            // A copy: what is called may destroy this job and the function with it.
            const OnPage onPage = m_onPage;
            onPage(result->items);
            if (!self || ended())
                return;
        }
        m_items.insert(m_items.end(), std::make_move_iterator(result->items.begin()),
                       std::make_move_iterator(result->items.end()));
        if (last)
            end(std::move(m_items));
    }

    void end(Result<Items> result) { finish(&result); }

    ApiClient &m_client;
    E m_first;
    OnPage m_onPage;
    JobHandle<Page<typename E::Item>> m_call;
    QSet<QString> m_seen;
    Items m_items;
};

template <PagedEndpoint E>
JobHandle<std::vector<typename E::Item>>
ApiClient::all(E first, std::function<void(const std::vector<typename E::Item> &)> onPage)
{
    return JobHandle<std::vector<typename E::Item>>(
        new PagesJob<E>(*this, std::move(first), std::move(onPage)));
}

} // namespace oriel::net
