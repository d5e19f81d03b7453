#include "ui/navigation/sidebar.h"

#include "ui/theme/look.h"
#include "ui/theme/theme.h"

#include <QtCore/QSignalBlocker>
#include <QtGui/QFocusEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QStyledItemDelegate>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

constexpr int entryRole = Qt::UserRole + 1;
constexpr int aloneGap = 14;

/// Whether the item only names those below it.
bool isGroup(const QTreeWidgetItem &item)
{
    return !item.data(0, entryRole).isValid();
}

class SidebarDelegate final : public QStyledItemDelegate
{
public:
    SidebarDelegate(Theme &theme, QObject *parent) : QStyledItemDelegate(parent), m_theme(theme) {}

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override
    {
        QRect row = option.rect.adjusted(metrics::gap, 1, -metrics::gap, -1);
        if (!index.parent().isValid() && index.row() > 0 && index.data(entryRole).isValid())
            row.setTop(row.top() + aloneGap);
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        if (!index.data(entryRole).isValid()) {
            QFont font = option.font;
            font.setPointSizeF(font.pointSizeF() * 0.92);
            font.setWeight(QFont::Medium);
            painter->setFont(font);
            painter->setPen(m_theme.color(Theme::Color::TextSecondary));
            painter->drawText(row.adjusted(metrics::gap, 0, 0, -3), Qt::AlignLeft | Qt::AlignBottom,
                              index.data().toString());
            painter->restore();
            return;
        }
        const bool selected = option.state & QStyle::State_Selected;
        painter->setPen(Qt::NoPen);
        if (selected || option.state & QStyle::State_MouseOver) {
            painter->setBrush(
                m_theme.color(selected ? Theme::Color::Selection : Theme::Color::Hover));
            painter->drawRoundedRect(row, metrics::radius, metrics::radius);
        }
        if (selected) {
            painter->setBrush(m_theme.color(Theme::Color::Accent));
            painter->drawRoundedRect(QRectF(row.left(), row.top() + 8, 3, row.height() - 16), 1.5,
                                     1.5);
        }
        if (option.state & QStyle::State_HasFocus) {
            painter->setBrush(Qt::NoBrush);
            painter->setPen(QPen(m_theme.color(Theme::Color::Accent), 2));
            painter->drawRoundedRect(QRectF(row).adjusted(1, 1, -1, -1), metrics::radius,
                                     metrics::radius);
        }
        const QRect icon(row.left() + 12, row.center().y() - 8, 18, 18);
        index.data(Qt::DecorationRole).value<QIcon>().paint(painter, icon);
        QFont font = option.font;
        font.setWeight(selected ? QFont::DemiBold : QFont::Normal);
        painter->setFont(font);
        painter->setPen(m_theme.color(Theme::Color::TextPrimary));
        painter->drawText(row.adjusted(40, 0, -metrics::gap, 0), Qt::AlignLeft | Qt::AlignVCenter,
                          option.fontMetrics.elidedText(index.data().toString(), Qt::ElideRight,
                                                        row.width() - 48));
        painter->restore();
    }

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option,
                                 const QModelIndex &index) const override
    {
        // An entry without a group keeps a distance from the group above it.
        const bool alone =
            !index.parent().isValid() && index.row() > 0 && index.data(entryRole).isValid();
        if (alone)
            return {200, std::max(34, option.fontMetrics.height() + 14) + aloneGap};
        return {200, std::max(index.data(entryRole).isValid() ? 34 : 36,
                              option.fontMetrics.height() + 14)};
    }

private:
    Theme &m_theme;
};

} // namespace

Sidebar::Sidebar(Theme &theme, std::vector<SidebarEntry> entries, QWidget *parent)
    : AnnouncingView(parent)
    , m_theme(theme)
    , m_entries(std::move(entries))
{
    setObjectName(u"sidebar"_s);
    //: Name of the sidebar for screen readers.
    setAccessibleName(tr("Places"));
    setHeaderHidden(true);
    setRootIsDecorated(false);
    setIndentation(0);
    setItemsExpandable(false);
    setExpandsOnDoubleClick(false);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setMouseTracking(true);
    setItemDelegate(new SidebarDelegate(theme, this));
    viewport()->setAutoFillBackground(false);

    QTreeWidgetItem *group = nullptr;
    for (const SidebarEntry &entry : m_entries) {
        if (entry.group.isEmpty()) {
            group = nullptr;
        } else if (!group || group->text(0) != entry.group) {
            group = new QTreeWidgetItem(this, {entry.group});
            group->setFlags(Qt::ItemIsEnabled);
        }
        auto *item = group ? new QTreeWidgetItem(group, {entry.title})
                           : new QTreeWidgetItem(this, {entry.title});
        item->setData(0, entryRole, static_cast<int>(m_items.size()));
        item->setIcon(0, theme.icon(entry.icon));
        m_items.push_back(item);
    }
    expandAll();

    connect(this, &QTreeWidget::currentItemChanged, this,
            [this](QTreeWidgetItem *item) { choose(item); });
    // Clicking the current entry returns to it, for example from an instance to the list.
    connect(this, &QTreeWidget::itemClicked, this, [this](QTreeWidgetItem *item) { choose(item); });
    connect(this, &QTreeWidget::itemActivated, this,
            [this](QTreeWidgetItem *item) { choose(item); });
    connect(&theme, &Theme::changed, viewport(), qOverload<>(&QWidget::update));
}

void Sidebar::choose(const QTreeWidgetItem *item)
{
    if (m_marking || !item || isGroup(*item))
        return;
    Q_EMIT chosen(m_entries[item->data(0, entryRole).toUInt()].route);
}

void Sidebar::chooseFirst(const QTreeWidgetItem &group)
{
    for (int i = 0; i < group.childCount(); ++i) {
        if (group.child(i)->isHidden())
            continue;
        m_marking = true;
        setCurrentItem(group.child(i));
        m_marking = false;
        choose(group.child(i));
        return;
    }
}

QTreeWidgetItem *Sidebar::itemOf(const Route &route) const
{
    using enum Route::Place;
    const auto place = route.place == Resource ? List : route.place;
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        const Route &entry = m_entries[i].route;
        if (entry.place == place && (place != List || entry.kind == route.kind))
            return m_items[i];
    }
    return nullptr;
}

void Sidebar::setCurrent(const Route &route)
{
    if (QTreeWidgetItem *item = itemOf(route)) {
        m_marking = true;
        setCurrentItem(item);
        m_marking = false;
    }
}

bool Sidebar::isOffered(const Route &route) const
{
    const QTreeWidgetItem *item = itemOf(route);
    return item && !item->isHidden();
}

void Sidebar::setOffered(const Route &route, bool offered)
{
    QTreeWidgetItem *item = itemOf(route);
    if (!item)
        return;
    item->setHidden(!offered);
    QTreeWidgetItem *group = item->parent();
    if (!group)
        return;
    bool any = false;
    for (int i = 0; i < group->childCount(); ++i)
        any = any || !group->child(i)->isHidden();
    group->setHidden(!any);
}

QModelIndex Sidebar::moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers)
{
    const bool up = action == MoveUp || action == MoveLeft || action == MovePrevious ||
                    action == MoveEnd || action == MovePageUp;
    QModelIndex index = QTreeWidget::moveCursor(action == MoveLeft    ? MoveUp
                                                : action == MoveRight ? MoveDown
                                                                      : action,
                                                modifiers);
    while (index.isValid() && !(index.flags() & Qt::ItemIsSelectable))
        index = up ? indexAbove(index) : indexBelow(index);
    return index.isValid() ? index : currentIndex();
}

void Sidebar::drawRow(QPainter *painter, const QStyleOptionViewItem &option,
                      const QModelIndex &index) const
{
    // The delegate paints the whole row; the panel that QTreeView paints first has square corners.
    QStyleOptionViewItem opt = option;
    opt.rect = visualRect(index);
    opt.rect.setLeft(0);
    opt.rect.setWidth(viewport()->width());
    opt.state.setFlag(QStyle::State_Selected, selectionModel()->isSelected(index));
    opt.state.setFlag(QStyle::State_HasFocus, m_ring && hasFocus() && index == currentIndex());
    opt.state.setFlag(QStyle::State_MouseOver,
                      indexAt(viewport()->mapFromGlobal(QCursor::pos())) == index &&
                          viewport()->underMouse());
    itemDelegate()->paint(painter, opt, index);
}

void Sidebar::focusInEvent(QFocusEvent *event)
{
    if (event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason)
        m_ring = true;
    AnnouncingView::focusInEvent(event);
}

void Sidebar::keyPressEvent(QKeyEvent *event)
{
    m_ring = true;
    viewport()->update();
    QTreeWidget::keyPressEvent(event);
}

void Sidebar::mousePressEvent(QMouseEvent *event)
{
    m_ring = false;
    if (const QTreeWidgetItem *item = itemAt(event->position().toPoint()); item && isGroup(*item))
        chooseFirst(*item);
    else
        QTreeWidget::mousePressEvent(event);
}

void Sidebar::pressItem(const QModelIndex &index)
{
    if (const QTreeWidgetItem *item = itemFromIndex(index); item && isGroup(*item))
        chooseFirst(*item);
    else
        choose(item);
}

QSize Sidebar::sizeHint() const
{
    return {208, 400};
}

} // namespace oriel::ui
