#pragma once

#include "net/transport.h"

#include <QtCore/QStringList>

#include <functional>
#include <vector>

namespace oriel::net {

/// What --debug, --verbose and --timing tell of the requests. Every text is free of secrets.
class RequestLog final : public Tracer
{
public:
    enum class Detail {
        None,
        Lines,     ///< one line for each answer: method, address, status, time
        Everything ///< requests and answers with headers and bodies, as `openstack --debug` does
    };
    struct Timing
    {
        QString request; ///< "GET https://…"
        double seconds = 0;
    };

    /// `write` gets one or more whole lines, without the last line's end.
    RequestLog(Detail detail, std::function<void(const QString &)> write);

    void sending(const HttpRequest &request, const QUrl &url) override;
    void answered(const HttpRequest &request, const Result<HttpAnswer> &answer,
                  std::chrono::microseconds elapsed) override;

    /// Of the requests that have ended, in that order.
    [[nodiscard]] const std::vector<Timing> &timings() const { return m_timings; }

private:
    Detail m_detail;
    std::function<void(const QString &)> m_write;
    std::vector<Timing> m_timings;
};

/// `body` for a log: without secrets, and not longer than a screenful of a few.
[[nodiscard]] QString bodyForLog(const QByteArray &body);

} // namespace oriel::net
