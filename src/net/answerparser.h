#pragma once

#include "net/request.h"

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayView>

namespace oriel::net {

/// Takes one HTTP/1.1 answer apart as its bytes arrive. It knows no socket and no encoding, and it
/// keeps nothing but the head: whatever a service sends, the memory it needs is bounded.
/// https://www.rfc-editor.org/rfc/rfc9112
class AnswerParser
{
public:
    /// The most bytes of everything that is not the body: status lines, fields, interim answers
    /// such as "100 Continue", chunk extensions and trailers. Real services send 1 to 2 KiB.
    static constexpr qsizetype maximumHead = qsizetype{256} * 1024;

    enum class State {
        Head,     ///< the final status and fields have not arrived yet
        Body,     ///< head() is complete
        Done,     ///< the answer is complete
        Broken,   ///< this is not HTTP, or the connection ended too early
        Oversized ///< more than maximumHead
    };

    /// `bodiless`: the answer to a HEAD, whose fields describe a body that does not follow.
    explicit AnswerParser(bool bodiless) : m_bodiless(bodiless) {}

    /// Takes `bytes` in, and appends what belongs to the body to `body`. Returns how many bytes it
    /// took: fewer than all only where the answer is complete or broken.
    qsizetype feed(QByteArrayView bytes, QByteArray &body);

    /// The connection has ended: a body without a length is complete, anything else is broken.
    void connectionClosed();

    [[nodiscard]] State state() const { return m_state; }
    /// Whether a byte has arrived at all.
    [[nodiscard]] bool begun() const { return m_begun; }
    [[nodiscard]] int status() const { return m_status; }
    /// Names in lower case.
    [[nodiscard]] const Headers &headers() const { return m_headers; }
    /// What Content-Length promises; -1 where it promises nothing.
    [[nodiscard]] qint64 promised() const { return m_promised; }
    /// Whether the connection may carry another request after this answer.
    [[nodiscard]] bool keepsConnection() const { return m_keepsConnection; }

private:
    /// What the next line or bytes are.
    enum class Part { Status, Fields, Sized, Endless, ChunkSize, Chunk, ChunkEnd, Trailers };

    void lineComplete();
    void statusLine(QByteArrayView line);
    void fieldLine(QByteArrayView line);
    void headComplete();
    void chunkSizeLine(QByteArrayView line);
    void finish();
    void fail() { m_state = State::Broken; }

    bool m_bodiless;
    State m_state = State::Head;
    Part m_part = Part::Status;
    QByteArray m_line;         ///< the line that is not complete yet
    qsizetype m_headBytes = 0; ///< counted against maximumHead
    bool m_begun = false;
    int m_status = 0;
    bool m_oldVersion = false; ///< HTTP/1.0
    Headers m_headers;
    qint64 m_promised = -1;
    qint64 m_left = 0; ///< of the body or the chunk
    bool m_keepsConnection = false;
};

} // namespace oriel::net
