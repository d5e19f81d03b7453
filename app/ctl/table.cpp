#include "app/ctl/table.h"

#include <algorithm>
#include <cwchar>
#include <numeric>

using namespace Qt::StringLiterals;

namespace oriel::ctl {

namespace {

int widthOf(char32_t character)
{
    // Depends on LC_CTYPE, which QCoreApplication sets. A combining character has width 0, an
    // unknown one counts as 1.
    const int width = ::wcwidth(static_cast<wchar_t>(character));
    return width < 0 ? 1 : width;
}

/// The parts that a line may be broken between: words with the preceding space, split after
/// hyphens.
QStringList pieces(const QString &line)
{
    QStringList result;
    QString piece;
    for (const QChar c : line) {
        if (c == u' ' && !piece.isEmpty()) {
            result.append(piece);
            piece.clear();
        }
        piece += c;
        if (c == u'-') {
            result.append(piece);
            piece.clear();
        }
    }
    return piece.isEmpty() ? result : result << piece;
}

/// Fills lines up to `width`; breaks longer pieces.
QStringList wrapped(const QString &line, int width)
{
    QStringList lines;
    QString current;
    for (QString piece : pieces(line)) {
        if (displayWidth(current + piece) > width && !current.isEmpty()) {
            lines.append(current);
            current.clear();
        }
        if (current.isEmpty() && !lines.isEmpty())
            piece = piece.mid(piece.startsWith(u' ') ? 1 : 0);
        for (const char32_t character : piece.toUcs4()) {
            if (displayWidth(current) + widthOf(character) > width && !current.isEmpty()) {
                lines.append(current);
                current.clear();
            }
            current += QString::fromUcs4(&character, 1);
        }
    }
    return lines << current;
}

std::vector<int> widestOf(const QStringList &head, const std::vector<QStringList> &rows)
{
    std::vector<int> widths;
    for (const QString &name : head)
        widths.push_back(displayWidth(name));
    for (const QStringList &row : rows) {
        for (qsizetype i = 0; i < row.size(); ++i) {
            for (const QString &line : row[i].split(u'\n')) {
                int &width = widths[static_cast<std::size_t>(i)];
                width = std::max(width, displayWidth(line));
            }
        }
    }
    return widths;
}

/// Columns wider than an equal share are narrowed equally. Headers are not wrapped.
void narrow(std::vector<int> &widths, const QStringList &head, int maxWidth, int least)
{
    const int count = static_cast<int>(widths.size());
    const int usable = std::max(0, maxWidth - 1 - 3 * count);
    if (count == 0 || std::accumulate(widths.begin(), widths.end(), 0) <= usable)
        return;
    const int share = usable / count;
    int left = usable;
    int wide = 0;
    for (const int width : widths) {
        if (width <= share)
            left -= width;
        else
            ++wide;
    }
    for (std::size_t i = 0; i < widths.size(); ++i) {
        if (widths[i] <= share)
            continue;
        const int given = left / wide;
        left -= given;
        --wide;
        widths[i] = std::max({least, given, displayWidth(head[static_cast<qsizetype>(i)])});
    }
}

QString padded(const QString &text, int width, bool right)
{
    const QString blanks(std::max(0, width - displayWidth(text)), u' ');
    return right ? blanks + text : text + blanks;
}

} // namespace

QString cutToWidth(const QString &text, int columns)
{
    QString cut;
    for (const char32_t character : text.toUcs4()) {
        columns -= widthOf(character);
        if (columns < 0)
            break;
        cut += QString::fromUcs4(&character, 1);
    }
    return cut;
}

int displayWidth(const QString &text)
{
    int width = 0;
    for (const char32_t character : text.toUcs4())
        width += widthOf(character);
    return width;
}

QString drawTable(const QStringList &head, const std::vector<QStringList> &rows,
                  const std::vector<bool> &rightAligned, int maxWidth, int least)
{
    std::vector<int> widths = widestOf(head, rows);
    if (maxWidth > 0)
        narrow(widths, head, maxWidth, least);
    QString rule = u"+"_s;
    for (const int width : widths)
        rule += QString(width + 2, u'-') + u'+';
    rule += u'\n';

    QString text = rule;
    const auto draw = [&](const QStringList &row) {
        std::vector<QStringList> cells;
        qsizetype height = 1;
        for (qsizetype i = 0; i < row.size(); ++i) {
            QStringList lines;
            for (const QString &line : row[i].split(u'\n')) {
                const int width = widths[static_cast<std::size_t>(i)];
                lines += displayWidth(line) > width ? wrapped(line, width) : QStringList(line);
            }
            height = std::max(height, lines.size());
            cells.push_back(std::move(lines));
        }
        for (qsizetype line = 0; line < height; ++line) {
            text += u'|';
            for (std::size_t i = 0; i < cells.size(); ++i) {
                text += u' ' + padded(cells[i].value(line), widths[i], rightAligned[i]) + " |"_L1;
            }
            text += u'\n';
        }
    };
    draw(head);
    text += rule;
    for (const QStringList &row : rows)
        draw(row);
    return text + rule;
}

} // namespace oriel::ctl
