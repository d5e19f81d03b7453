#include "ui/widgets/pairedits.h"

#include "base/visible.h"
#include "ui/theme/look.h"
#include "ui/theme/theme.h"

#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QToolButton>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::ui {

PairEdits::PairEdits(Theme &theme, const QMap<QString, QString> &pairs, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_before(pairs)
    , m_column(new QVBoxLayout)
    , m_add(new QToolButton(this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(metrics::unit);
    m_column->setSpacing(metrics::unit);
    layout->addLayout(m_column);
    m_add->setObjectName(u"addPair"_s);
    m_add->setText(tr("Add item"));
    m_add->setFocusPolicy(Qt::StrongFocus);
    m_add->setAutoRaise(true);
    layout->addWidget(m_add, 0, Qt::AlignLeft);
    connect(m_add, &QToolButton::clicked, this, [this] {
        addLine({}, {});
        m_lines.back().key->setFocus(Qt::OtherFocusReason);
    });
    for (auto pair = pairs.begin(); pair != pairs.end(); ++pair)
        addLine(pair.key(), pair.value());
    if (pairs.isEmpty())
        addLine({}, {});
    setFocusProxy(pairs.isEmpty() ? m_lines.front().key : m_lines.front().value);
}

void PairEdits::addLine(const QString &key, const QString &value)
{
    auto *whole = new QWidget(this);
    const Line line{whole, new QLineEdit(key, whole), new QLineEdit(value, whole),
                    new QToolButton(whole)};
    line.key->setPlaceholderText(tr("Key"));
    line.value->setPlaceholderText(tr("Value"));
    line.remove->setIcon(m_theme.icon(u"x"_s, Theme::Color::TextSecondary));
    line.remove->setFocusPolicy(Qt::StrongFocus);
    setButtonKind(line.remove, ButtonKind::Quiet);
    auto *row = new QHBoxLayout(whole);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(metrics::unit);
    row->addWidget(line.key, 2);
    row->addWidget(line.value, 3);
    row->addWidget(line.remove);
    m_column->addWidget(whole);
    whole->show(); // at once, so that it can take the focus
    nameLine(line);
    for (QLineEdit *edit : {line.key, line.value})
        connect(edit, &QLineEdit::textChanged, this, [this, line] {
            nameLine(line);
            Q_EMIT edited();
        });
    connect(line.remove, &QToolButton::clicked, this, [this, whole] { removeLine(whole); });
    if (!m_lines.empty())
        setTabOrder(m_lines.back().remove, line.key);
    setTabOrder(line.key, line.value);
    setTabOrder(line.value, line.remove);
    setTabOrder(line.remove, m_add);
    m_lines.push_back(line);
}

void PairEdits::nameLine(const Line &line)
{
    const QString key = line.key->text();
    //: For screen readers: a field for the key of an item of metadata.
    line.key->setAccessibleName(tr("Key"));
    line.value->setAccessibleName(key.isEmpty() ? tr("Value")
                                                //: %1: the key of an item of metadata
                                                : tr("Value of “%1”").arg(isolated(key)));
    //: %1: the key of an item of metadata
    line.remove->setAccessibleName(key.isEmpty() ? tr("Remove item")
                                                 : tr("Remove “%1”").arg(isolated(key)));
    line.remove->setToolTip(line.remove->accessibleName());
}

void PairEdits::removeLine(QWidget *whole)
{
    const auto line = std::ranges::find(m_lines, whole, &Line::whole);
    const auto next = m_lines.erase(line);
    (next == m_lines.end() ? m_add : next->remove)->setFocus(Qt::OtherFocusReason);
    whole->hide();
    whole->deleteLater(); // its button is the sender
    Q_EMIT edited();
}

/// Without lines that have nothing in them.
QMap<QString, QString> PairEdits::pairs() const
{
    QMap<QString, QString> pairs;
    for (const Line &line : m_lines) {
        if (!line.key->text().isEmpty() || !line.value->text().isEmpty())
            pairs.insert(line.key->text(), line.value->text());
    }
    return pairs;
}

QJsonObject PairEdits::changes() const
{
    QJsonObject changes;
    const QMap<QString, QString> now = pairs();
    for (auto pair = m_before.begin(); pair != m_before.end(); ++pair) {
        if (!now.contains(pair.key()))
            changes.insert(pair.key(), QJsonValue::Null);
    }
    for (auto pair = now.begin(); pair != now.end(); ++pair) {
        if (!m_before.contains(pair.key()) || m_before.value(pair.key()) != pair.value())
            changes.insert(pair.key(), pair.value());
    }
    return changes;
}

QString PairEdits::problem() const
{
    QStringList keys;
    for (const Line &line : m_lines) {
        const QString key = line.key->text();
        if (key.isEmpty())
            continue;
        if (keys.contains(key))
            return tr("The key “%1” is there twice.").arg(isolated(key));
        keys.append(key);
    }
    return {};
}

} // namespace oriel::ui
