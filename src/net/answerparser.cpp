#include "net/answerparser.h"

#include <algorithm>

namespace oriel::net {

namespace {

/// A chunk's size takes no more digits than this; what a size line has beyond them is an extension.
constexpr qsizetype plainSizeLine = 18;

std::optional<qint64> wholeNumber(QByteArrayView text, int base)
{
    const QByteArray digits = text.trimmed().toByteArray();
    if (digits.isEmpty() || digits.front() == '+' || digits.front() == '-')
        return std::nullopt;
    bool ok = false;
    const qint64 number = digits.toLongLong(&ok, base);
    return ok && number >= 0 ? std::optional(number) : std::nullopt;
}

} // namespace

qsizetype AnswerParser::feed(QByteArrayView bytes, QByteArray &body)
{
    qsizetype at = 0;
    while (at < bytes.size() && (m_state == State::Head || m_state == State::Body)) {
        m_begun = true;
        const QByteArrayView rest = bytes.sliced(at);
        if (m_part == Part::Endless) {
            body.append(rest.data(), rest.size());
            return bytes.size();
        }
        if (m_part == Part::Sized || m_part == Part::Chunk) {
            const auto size = static_cast<qsizetype>(std::min<qint64>(m_left, rest.size()));
            body.append(rest.data(), size);
            at += size;
            m_left -= size;
            if (m_left == 0) {
                if (m_part == Part::Sized)
                    finish();
                else
                    m_part = Part::ChunkEnd;
            }
            continue;
        }
        const qsizetype end = rest.indexOf('\n');
        const qsizetype size = end < 0 ? rest.size() : end + 1;
        if (m_headBytes + m_line.size() + size > maximumHead) {
            m_state = State::Oversized;
            return at;
        }
        m_line.append(rest.data(), size);
        at += size;
        if (end >= 0)
            lineComplete();
        else if (m_part == Part::Status && m_line.size() >= 5 && !m_line.startsWith("HTTP/"))
            fail(); // a line that never ends is not waited for
    }
    return at;
}

void AnswerParser::lineComplete()
{
    const QByteArray whole = std::exchange(m_line, {});
    QByteArrayView line(whole);
    line.chop(1);
    if (line.endsWith('\r'))
        line.chop(1);
    switch (m_part) {
    case Part::Status:
        m_headBytes += whole.size();
        if (!line.isEmpty()) // a blank line before the answer is tolerated
            statusLine(line);
        break;
    case Part::Fields:
        m_headBytes += whole.size();
        if (line.isEmpty())
            headComplete();
        else
            fieldLine(line);
        break;
    case Part::ChunkSize:
        m_headBytes += std::max<qsizetype>(0, whole.size() - plainSizeLine);
        chunkSizeLine(line);
        break;
    case Part::ChunkEnd:
        if (line.isEmpty())
            m_part = Part::ChunkSize;
        else
            fail();
        break;
    case Part::Trailers:
        m_headBytes += whole.size();
        if (line.isEmpty())
            finish();
        break;
    case Part::Sized:
    case Part::Endless:
    case Part::Chunk:
        break; // these are not lines
    }
}

void AnswerParser::statusLine(QByteArrayView line)
{
    // "HTTP/1.1 200 OK"
    const auto status = line.size() >= 12 && line.startsWith("HTTP/1.") && line.at(8) == ' '
                            ? wholeNumber(line.sliced(9, 3), 10)
                            : std::nullopt;
    if (!status || *status < 100) {
        fail();
        return;
    }
    m_status = static_cast<int>(*status);
    m_oldVersion = line.at(7) == '0';
    m_part = Part::Fields;
}

void AnswerParser::fieldLine(QByteArrayView line)
{
    if (line.front() == ' ' || line.front() == '\t') { // the last field goes on
        if (!m_headers.isEmpty())
            m_headers.last().second += ' ' + line.trimmed().toByteArray();
        return;
    }
    const qsizetype colon = line.indexOf(':');
    if (colon > 0)
        m_headers.append({line.first(colon).trimmed().toByteArray().toLower(),
                          line.sliced(colon + 1).trimmed().toByteArray()});
}

void AnswerParser::headComplete()
{
    if (m_status < 200) { // "100 Continue" and its like announce the answer
        if (m_status == 101) {
            fail();
            return;
        }
        m_headers.clear();
        m_part = Part::Status;
        return;
    }
    for (const auto &[name, value] : std::as_const(m_headers)) {
        if (name != "content-length")
            continue;
        const auto length = wholeNumber(value, 10);
        if (!length || (m_promised >= 0 && m_promised != *length)) {
            fail();
            return;
        }
        m_promised = *length;
    }
    const QByteArray coding = headerValue(m_headers, "transfer-encoding").toLower();
    const QByteArray connection = headerValue(m_headers, "connection").toLower();
    m_keepsConnection = !m_oldVersion && !connection.contains("close");
    m_state = State::Body;
    if (m_bodiless || m_status == 204 || m_status == 304) {
        m_promised = 0;
        finish();
    } else if (!coding.isEmpty() && coding != "identity") {
        if (coding != "chunked") {
            fail();
            return;
        }
        // Both at once is how answers are smuggled: the chunks count, and nothing comes after them.
        m_keepsConnection = m_keepsConnection && m_promised < 0;
        m_promised = -1;
        m_part = Part::ChunkSize;
    } else if (m_promised >= 0) {
        m_part = Part::Sized;
        m_left = m_promised;
        if (m_left == 0)
            finish();
    } else {
        m_part = Part::Endless;
        m_keepsConnection = false;
    }
}

void AnswerParser::chunkSizeLine(QByteArrayView line)
{
    const qsizetype extension = line.indexOf(';');
    const auto size = wholeNumber(extension < 0 ? line : line.first(extension), 16);
    if (!size) {
        fail();
        return;
    }
    m_left = *size;
    m_part = m_left > 0 ? Part::Chunk : Part::Trailers;
}

void AnswerParser::finish()
{
    m_state = State::Done;
}

void AnswerParser::connectionClosed()
{
    if (m_state == State::Head || m_state == State::Body)
        m_state = m_part == Part::Endless ? State::Done : State::Broken;
}

} // namespace oriel::net
