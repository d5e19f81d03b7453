#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayView>

#include <memory>

struct z_stream_s;

namespace oriel::net {

/// Unpacks a gzip (or zlib) body piece by piece and stops at a limit. The network library's own
/// unpacking cannot stop: it unpacks all that has arrived in order to count it.
class Inflater
{
public:
    Inflater();
    ~Inflater();
    Q_DISABLE_COPY_MOVE(Inflater)

    /// Unpacks `packed` and appends it to `body`, which grows to at most `most` + 1 bytes: a body
    /// that is longer than `most` is too long, and no more of it is unpacked. False where the bytes
    /// are not packed data.
    [[nodiscard]] bool feed(QByteArrayView packed, QByteArray &body, qint64 most);

    /// Whether the packed data has come to its end, or has not begun.
    [[nodiscard]] bool complete() const { return m_complete; }

private:
    std::unique_ptr<z_stream_s> m_stream;
    bool m_complete = true;
    bool m_begun = false;
};

} // namespace oriel::net
