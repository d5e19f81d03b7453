#include "ui/pages/overview/rowlist.h"

#include "ui/theme/captions.h"
#include "ui/theme/look.h"
#include "ui/widgets/elidedlabel.h"

#include <QtCore/QLocale>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QMenu>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QToolButton>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

constexpr std::size_t firstRows = 8;
/// Each line consists of widgets: thousands are shown in portions.
constexpr std::size_t moreRows = 40;

/// The icon of a row in words; empty: it says nothing that the text does not say.
QString wordOf(Theme::Color color)
{
    if (color == Theme::Color::Error)
        //: An icon, for screen readers.
        return RowList::tr("Error");
    //: An icon, for screen readers.
    return color == Theme::Color::Warning ? RowList::tr("Warning") : QString();
}

} // namespace

class RowList::Line : public QWidget
{
public:
    Line(Theme &theme, RowList *list)
        : QWidget(list)
        , m_theme(theme)
        , m_icon(new QLabel(this))
        , m_link(new QToolButton(this))
        , m_title(new ElidedLabel({}, this))
        , m_text(new ElidedLabel({}, this))
        , m_buttons(new QHBoxLayout)
        , m_menu(new QToolButton(this))
        , m_list(list)
    {
        m_menu->setObjectName(u"rowMenuButton"_s);
        m_menu->setAutoRaise(true);
        m_menu->setFocusPolicy(Qt::StrongFocus);
        m_menu->setToolTip(RowList::tr("Actions"));
        m_link->setAutoRaise(true);
        m_link->setFocusPolicy(Qt::StrongFocus);
        setSecondary(m_text);
        auto *layout = new QHBoxLayout(this);
        layout->setContentsMargins(4, 0, 4, 0);
        layout->setSpacing(metrics::gap);
        layout->addWidget(m_icon);
        layout->addWidget(m_link);
        layout->addWidget(m_title);
        layout->addWidget(m_text, 1);
        m_buttons->setSpacing(metrics::unit);
        layout->addLayout(m_buttons);
        layout->addWidget(m_menu);
        setFixedHeight(metrics::rowHeight);
        QObject::connect(m_link, &QToolButton::clicked, list, [this, list] {
            if (m_row.route)
                Q_EMIT list->navigate(*m_row.route);
        });
        QObject::connect(m_menu, &QToolButton::clicked, list, [this, list] { openMenu(*list); });
        QObject::connect(&theme, &Theme::changed, this, [this] { paintIcon(); });
    }

    void show(const RowItem &row)
    {
        if (m_row == row && !m_row.title.isEmpty())
            return;
        m_row = row;
        paintIcon();
        m_icon->setAccessibleName(wordOf(row.color));
        m_link->setVisible(row.route.has_value());
        m_title->setVisible(!row.route.has_value());
        m_menu->setVisible(row.subject.has_value());
        //: %1: the name of what the row shows
        m_menu->setAccessibleName(RowList::tr("Actions for %1").arg(row.title));
        m_link->setText(
            asCaption(m_link->fontMetrics().elidedText(row.title, Qt::ElideMiddle, 320)));
        m_link->setAccessibleName(row.title);
        m_link->setAccessibleDescription(row.text);
        m_title->setFullText(row.title);
        m_text->setFullText(row.text);
        showActions();
    }

    void takeFocus() { m_link->setFocus(Qt::OtherFocusReason); }

    /// Tab reaches this line right before the widget, which the last line was before.
    void comeBefore(QWidget *widget)
    {
        setTabOrder(widget, m_link);
        setTabOrder(m_link, m_menu);
        setTabOrder(m_menu, widget);
    }

private:
    /// Buttons stay as long as they do the same, so that they keep the focus.
    void showActions()
    {
        const std::vector<RowAction> &actions = m_row.actions;
        const bool same = std::ranges::equal(
            actions, m_actions, [](const RowAction &action, const QPushButton *button) {
                return button->objectName() == action.key;
            });
        if (!same) {
            for (QPushButton *button : m_actions)
                button->deleteLater();
            m_actions.clear();
            for (const RowAction &action : actions)
                addButton(action);
        }
        for (std::size_t i = 0; i < actions.size(); ++i) {
            QPushButton *button = m_actions[i];
            button->setEnabled(actions[i].obstacle.isEmpty());
            button->setToolTip(actions[i].obstacle);
            button->setAccessibleDescription(actions[i].obstacle.isEmpty() ? m_row.title
                                                                           : actions[i].obstacle);
        }
    }

    void addButton(const RowAction &action)
    {
        auto *button = new QPushButton(action.text, this);
        button->setObjectName(action.key);
        button->setFixedHeight(metrics::rowHeight - 2 * metrics::unit); // leaves air between rows
        QObject::connect(button, &QPushButton::clicked, m_list, [this, key = action.key] {
            Q_EMIT m_list->actionRequested(key, m_row.subject->id);
        });
        setTabOrder(m_actions.empty() ? static_cast<QWidget *>(m_link) : m_actions.back(), button);
        setTabOrder(button, m_menu);
        m_buttons->addWidget(button);
        m_actions.push_back(button);
    }

    void openMenu(const RowList &list)
    {
        auto *menu = new QMenu(this);
        menu->setObjectName(u"rowMenu"_s);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        menu->setToolTipsVisible(true);
        list.m_fill(m_row, *menu);
        const QPoint end = m_menu->mapToGlobal(m_menu->rect().bottomRight());
        menu->popup(end + QPoint(1 - menu->sizeHint().width(), 1));
    }

    void paintIcon()
    {
        m_menu->setIcon(m_theme.icon(u"ellipsis"_s));
        if (!m_row.icon.isEmpty())
            m_icon->setPixmap(
                m_theme.icon(m_row.icon, m_row.color).pixmap(QSize(18, 18), devicePixelRatioF()));
    }

    Theme &m_theme;
    QLabel *m_icon;
    QToolButton *m_link;
    ElidedLabel *m_title;
    ElidedLabel *m_text;
    QHBoxLayout *m_buttons;
    QToolButton *m_menu;
    RowList *m_list;
    std::vector<QPushButton *> m_actions;
    RowItem m_row;
};

RowList::RowList(Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_layout(new QVBoxLayout(this))
    , m_empty(makeLabel({}, TextSize::Body, this))
    , m_more(new QToolButton(this))
    , m_most(firstRows)
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(0);
    setSecondary(m_empty);
    m_empty->setWordWrap(true);
    m_layout->addWidget(m_empty);
    m_more->setObjectName(u"more"_s);
    m_more->setAutoRaise(true);
    m_more->setFocusPolicy(Qt::StrongFocus);
    m_more->hide();
    m_layout->addWidget(m_more, 0, Qt::AlignLeft);
    connect(m_more, &QToolButton::clicked, this, [this] {
        const std::size_t first = m_most;
        m_most += moreRows;
        showRows();
        m_lines[std::min(first, m_lines.size() - 1)]->takeFocus();
    });
}

void RowList::setRows(std::vector<RowItem> rows, const QString &empty)
{
    m_empty->setText(empty);
    m_empty->setVisible(rows.empty());
    m_rows = std::move(rows);
    showRows();
}

void RowList::showRows()
{
    // Show one more line instead of a button that would take the same space.
    const std::size_t shown = m_rows.size() <= m_most + 1 ? m_rows.size() : m_most;
    while (m_lines.size() < shown) {
        m_lines.push_back(new Line(m_theme, this));
        m_layout->insertWidget(m_layout->indexOf(m_more), m_lines.back());
        m_lines.back()->comeBefore(m_more);
    }
    while (m_lines.size() > shown) {
        m_lines.back()->hide();
        m_lines.back()->deleteLater(); // its own link may be emitting the signal
        m_lines.pop_back();
    }
    for (std::size_t i = 0; i < shown; ++i)
        m_lines[i]->show(m_rows[i]);
    const std::size_t hidden = m_rows.size() - shown;
    m_more->setVisible(hidden > 0);
    //: Button below a short list. %1: a number
    m_more->setText(tr("and %1 more…").arg(QLocale().toString(static_cast<qulonglong>(hidden))));
}

} // namespace oriel::ui
