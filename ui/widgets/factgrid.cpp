#include "ui/widgets/factgrid.h"

#include "base/visible.h"
#include "models/words.h"
#include "ui/theme/look.h"
#include "ui/theme/theme.h"
#include "ui/widgets/copyabletext.h"
#include "ui/widgets/linkbutton.h"

#include <QtWidgets/QGridLayout>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QToolButton>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace oriel::ui {

FactGrid::FactGrid(Theme &theme, const QString &title, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_editAll(makeEdit(this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(metrics::gap);
    auto *head = new QHBoxLayout;
    head->addWidget(makeLabel(title, TextSize::Heading, this), 1);
    head->addWidget(m_editAll);
    layout->addLayout(head);
    m_editAll->hide();
    connect(m_editAll, &QToolButton::clicked, this, [this] { Q_EMIT editRequested(m_edit.key); });
}

/// Whether a value cannot be wrapped to fit: it has a long word.
static bool isLong(const QString &value)
{
    constexpr qsizetype longWord = 40;
    return std::ranges::any_of(QStringView(value).split(u' '),
                               [](QStringView word) { return word.size() > longWord; });
}

/// A link is pressed only where it is; other values take the whole width, to be wrapped.
static Qt::Alignment alignmentOf(const FactGrid::Fact &fact)
{
    return fact.link.isEmpty() ? Qt::AlignTop : Qt::AlignTop | Qt::AlignLeft;
}

/// What a value needs in one line.
static int oneLineWidth(const QWidget &value)
{
    const auto *label = qobject_cast<const QLabel *>(&value);
    if (!label)
        return value.sizeHint().width();
    int width = 0;
    for (const QString &line : label->text().split(u'\n'))
        width = std::max(width, label->fontMetrics().horizontalAdvance(line));
    return width + LinkButton::ring + metrics::unit;
}

QWidget *FactGrid::makeValue(const Fact &fact)
{
    const TextSize size = fact.mono ? TextSize::Mono : TextSize::Body;
    if (fact.link.isEmpty() && (fact.copyable || isLong(fact.value))) {
        auto *copyable = new CopyableText(m_theme, fact.label, fact.value, size, m_inside);
        copyable->setContentsMargins(LinkButton::ring, 0, 0, 0); // begins where links begin
        return copyable;
    }
    const QString text = fact.value.isEmpty() ? models::emptyCell() : visibleLines(fact.value);
    const QString name = u"%1: %2"_s.arg(fact.label, text);
    if (!fact.link.isEmpty()) {
        auto *link = new LinkButton(m_inside);
        setTextSize(link, size);
        link->setWords(text);
        link->setAccessibleName(name);
        connect(link, &LinkButton::clicked, this,
                [this, to = fact.link] { Q_EMIT linkClicked(to); });
        return link;
    }
    QLabel *value = makeLabel(text, size, m_inside);
    value->setWordWrap(true);
    value->setAccessibleName(name);
    value->setTextInteractionFlags(Qt::TextSelectableByMouse);
    value->setContentsMargins(LinkButton::ring, 0, 0, 0);
    return value;
}

QToolButton *FactGrid::makeEdit(QWidget *parent)
{
    auto *button = new QToolButton(parent);
    button->setFocusPolicy(Qt::StrongFocus);
    setButtonKind(button, ButtonKind::Quiet);
    button->setIconSize(QSize(14, 14));
    button->setFixedSize(22, fontMetrics().height()); // no taller than a line
    const auto paint = [this, button] {
        button->setIcon(m_theme.icon(u"pencil"_s, Theme::Color::TextSecondary));
    };
    connect(&m_theme, &Theme::changed, button, paint);
    paint();
    return button;
}

void FactGrid::show(const Edit &edit, QToolButton *button)
{
    button->setAccessibleName(edit.name);
    button->setAccessibleDescription(edit.obstacle);
    button->setToolTip(edit.obstacle.isEmpty() ? edit.name : edit.obstacle);
    button->setEnabled(edit.obstacle.isEmpty());
}

void FactGrid::setEdit(const Edit &edit)
{
    m_edit = edit;
    show(edit, m_editAll);
    m_editAll->setVisible(!edit.key.isEmpty() && edited() != edit.key);
}

bool FactGrid::fits(const std::vector<Fact> &facts) const
{
    return m_inside && !m_rows.empty() &&
           std::ranges::equal(m_rows, facts, [](const Row &row, const Fact &fact) {
               return row.fact.label == fact.label && row.fact.edit.key == fact.edit.key;
           });
}

FactGrid::Row *FactGrid::rowOf(const QString &key)
{
    const auto found =
        std::ranges::find_if(m_rows, [&](const Row &row) { return row.fact.edit.key == key; });
    return found == m_rows.end() ? nullptr : &*found;
}

void FactGrid::setFacts(std::vector<Fact> facts)
{
    if (!fits(facts)) {
        if (m_editor)
            m_waiting = std::move(facts);
        else if (!m_inside || !m_rows.empty() || !facts.empty())
            makeRows(std::move(facts));
        return;
    }
    m_waiting.reset();
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        Row &row = m_rows[i];
        if (row.edit && row.fact.edit != facts[i].edit)
            show(facts[i].edit, row.edit);
        Fact shown = row.fact;
        shown.edit = facts[i].edit;
        row.fact = std::move(facts[i]);
        if (shown == row.fact)
            continue;
        QWidget *value = makeValue(row.fact);
        value->setHidden(row.value->isHidden());
        QWidget::setTabOrder(row.value, value);
        QLayout *around = m_grid;
        if (row.line) {
            around = row.line;
            value->setMaximumWidth(oneLineWidth(*value));
        }
        delete around->replaceWidget(row.value, value);
        around->setAlignment(value, alignmentOf(row.fact));
        delete row.value;
        row.value = value;
    }
}

void FactGrid::makeRows(std::vector<Fact> facts)
{
    delete m_inside;
    m_rows.clear();
    m_inside = new QWidget(this);
    m_grid = new QGridLayout(m_inside);
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(metrics::pad - LinkButton::ring);
    m_grid->setVerticalSpacing(metrics::gap);
    m_grid->setColumnMinimumWidth(0, 112);
    m_grid->setColumnStretch(1, 1);
    if (facts.empty()) {
        //: A list of facts is empty.
        QLabel *none = makeLabel(tr("None"), TextSize::Body, m_inside);
        setSecondary(none);
        m_grid->addWidget(none, 0, 0, 1, 2);
    }
    int at = 0;
    for (Fact &fact : facts) {
        QLabel *label = makeLabel(fact.label, TextSize::Body, m_inside);
        setSecondary(label);
        m_grid->addWidget(label, at, 0, Qt::AlignTop | Qt::AlignLeft);
        Row row{std::move(fact)};
        row.value = makeValue(row.fact);
        const bool isEditable = !row.fact.edit.key.isEmpty();
        if (!isEditable) {
            m_grid->addWidget(row.value, at, 1, alignmentOf(row.fact));
        } else {
            row.edit = makeEdit(m_inside);
            show(row.fact.edit, row.edit);
            // The button stands beside the value, which is no wider than its text.
            row.value->setMaximumWidth(oneLineWidth(*row.value));
            row.line = new QHBoxLayout;
            row.line->setSpacing(metrics::unit);
            row.line->addWidget(row.value, 1, Qt::AlignTop);
            row.line->addWidget(row.edit, 0, Qt::AlignTop);
            row.line->addStretch();
            m_grid->addLayout(row.line, at, 1);
            connect(row.edit, &QToolButton::clicked, this,
                    [this, key = row.fact.edit.key] { Q_EMIT editRequested(key); });
        }
        m_rows.push_back(std::move(row));
        ++at;
    }
    layout()->addWidget(m_inside);
}

void FactGrid::openEditor(const QString &key, QWidget *editor)
{
    closeEditor();
    if (Row *row = rowOf(key)) {
        row->value->hide();
        row->edit->hide();
        m_grid->addWidget(editor, static_cast<int>(row - m_rows.data()), 1);
    } else {
        m_inside->hide();
        m_editAll->hide();
        layout()->addWidget(editor);
    }
    m_editor = editor;
    m_edited = key;
    editor->show();
    editor->setFocus(Qt::OtherFocusReason);
}

void FactGrid::closeEditor()
{
    if (!m_editor)
        return;
    const bool hadFocus = m_editor->isAncestorOf(window()->focusWidget());
    m_editor->hide();
    m_editor->deleteLater(); // it may be the sender
    m_editor = nullptr;
    QToolButton *button = m_editAll;
    if (Row *row = rowOf(m_edited)) {
        row->value->show();
        row->edit->show();
        button = row->edit;
    } else {
        m_inside->show();
        m_editAll->show();
    }
    if (hadFocus)
        button->setFocus(Qt::OtherFocusReason);
    if (m_waiting)
        setFacts(*std::exchange(m_waiting, std::nullopt));
}

} // namespace oriel::ui
