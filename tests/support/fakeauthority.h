#pragma once

#include "base/literals.h"
#include "net/authority.h"

#include <QtCore/QPointer>

#include <map>
#include <vector>

namespace oriel::test {

/// Tokens "token-1", "token-2", … without a sign-in: rejecting one issues the next. With `held`,
/// callers wait until grant().
class FakeAuthority final : public net::Authority
{
public:
    void token(QObject *context, std::function<void(Result<QByteArray>)> callback) override
    {
        if (held) {
            m_waiting.push_back({context, std::move(callback)});
            return;
        }
        callback(current());
    }

    void reject(const QByteArray &token) override
    {
        rejected.push_back(token);
        if (token == name())
            ++m_number;
    }

    [[nodiscard]] Result<QUrl> endpoint(net::Service service) const override
    {
        if (const auto found = endpoints.find(service); found != endpoints.end())
            return found->second;
        Error error;
        error.kind = ErrorKind::NoService;
        error.message = u"no such service"_s;
        return error;
    }

    [[nodiscard]] std::optional<net::Microversion> ceiling(net::Service service) const override
    {
        const auto found = ceilings.find(service);
        return found == ceilings.end() ? std::nullopt : std::optional(found->second);
    }

    [[nodiscard]] net::Tls tls() const override { return {}; }

    /// Answers all waiting callers.
    void grant()
    {
        held = false;
        for (const auto &[context, callback] : std::exchange(m_waiting, {})) {
            if (context)
                callback(current());
        }
    }
    [[nodiscard]] int waiting() const { return static_cast<int>(m_waiting.size()); }

    std::map<net::Service, QUrl> endpoints;
    std::map<net::Service, net::Microversion> ceilings;
    std::vector<QByteArray> rejected;
    std::optional<Error> failure; ///< instead of a token
    bool held = false;

private:
    [[nodiscard]] QByteArray name() const { return "token-" + QByteArray::number(m_number); }
    [[nodiscard]] Result<QByteArray> current() const
    {
        if (failure)
            return *failure;
        return name();
    }

    std::vector<std::pair<QPointer<QObject>, std::function<void(Result<QByteArray>)>>> m_waiting;
    int m_number = 1;
};

} // namespace oriel::test
