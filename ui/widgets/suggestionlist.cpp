#include "ui/widgets/suggestionlist.h"

#include "ui/theme/theme.h"

#include <QtCore/QAbstractListModel>
#include <QtGui/QCursor>
#include <QtGui/QKeyEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QApplication>
#include <QtWidgets/QStyledItemDelegate>

#include <algorithm>

namespace oriel::ui {

namespace {

constexpr int kindRole = Qt::UserRole + 1;
constexpr int mostLines = 12;

class SuggestionDelegate final : public QStyledItemDelegate
{
public:
    SuggestionDelegate(Theme &theme, QObject *parent) : QStyledItemDelegate(parent), m_theme(theme)
    {}

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override
    {
        painter->save();
        if (option.state & QStyle::State_Selected)
            painter->fillRect(option.rect, m_theme.color(Theme::Color::Selection));
        const QRect row = option.rect.adjusted(12, 0, -12, 0);
        index.data(Qt::DecorationRole)
            .value<QIcon>()
            .paint(painter, QRect(row.left(), row.center().y() - 8, 18, 18));
        const QString kind = index.data(kindRole).toString();
        const int kindWidth = option.fontMetrics.horizontalAdvance(kind);
        painter->setPen(m_theme.color(Theme::Color::TextSecondary));
        painter->drawText(row, Qt::AlignRight | Qt::AlignVCenter, kind);
        painter->setPen(m_theme.color(index.flags().testFlag(Qt::ItemIsEnabled)
                                          ? Theme::Color::TextPrimary
                                          : Theme::Color::TextSecondary));
        const QRect text = row.adjusted(30, 0, -kindWidth - 16, 0);
        painter->drawText(
            text, Qt::AlignLeft | Qt::AlignVCenter,
            option.fontMetrics.elidedText(index.data().toString(), Qt::ElideRight, text.width()));
        painter->restore();
    }

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option,
                                 const QModelIndex &) const override
    {
        return {320, std::max(metrics::rowHeight, option.fontMetrics.height() + 12)};
    }

private:
    Theme &m_theme;
};

} // namespace

class SuggestionList::Model final : public QAbstractListModel
{
public:
    struct Line
    {
        Suggestion shown;
        bool gone = false;
    };

    using QAbstractListModel::QAbstractListModel;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(lines.size());
    }

    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override
    {
        const Suggestion &shown = lines[static_cast<std::size_t>(index.row())].shown;
        switch (role) {
        case Qt::DisplayRole:
            return shown.text;
        case Qt::DecorationRole:
            return shown.icon;
        case Qt::AccessibleTextRole:
            return shown.kind.isEmpty() ? shown.text
                                        //: For screen readers. %1: a kind: "Instance"; %2: a name
                                        //: and further identification
                                        : SuggestionList::tr("%1 %2").arg(shown.kind, shown.text);
        case kindRole:
            return shown.kind;
        default:
            return {};
        }
    }

    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override
    {
        return usable(index.row()) ? Qt::ItemIsEnabled | Qt::ItemIsSelectable : Qt::NoItemFlags;
    }

    [[nodiscard]] bool usable(int row) const
    {
        if (row < 0 || row >= rowCount())
            return false;
        const Line &line = lines[static_cast<std::size_t>(row)];
        return !line.gone && !line.shown.key.isEmpty();
    }

    void replace(std::vector<Suggestion> suggestions)
    {
        beginResetModel();
        lines.clear();
        for (Suggestion &one : suggestions)
            lines.push_back({std::move(one)});
        endResetModel();
    }

    /// Keeps every line in place.
    void merge(std::vector<Suggestion> suggestions)
    {
        for (Line &line : lines) {
            const auto found = std::ranges::find(suggestions, line.shown.key, &Suggestion::key);
            line.gone = found == suggestions.end();
            if (!line.gone) {
                line.shown = std::move(*found);
                suggestions.erase(found);
            }
        }
        if (!lines.empty())
            Q_EMIT dataChanged(index(0), index(rowCount() - 1));
        std::erase_if(suggestions, [](const Suggestion &one) { return one.key.isEmpty(); });
        if (suggestions.empty())
            return;
        const int first = rowCount();
        beginInsertRows({}, first, first + static_cast<int>(suggestions.size()) - 1);
        for (Suggestion &one : suggestions)
            lines.push_back({std::move(one)});
        endInsertRows();
    }

    [[nodiscard]] int rowOf(const QString &key) const
    {
        for (int row = 0; !key.isEmpty() && row < rowCount(); ++row) {
            if (usable(row) && lines[static_cast<std::size_t>(row)].shown.key == key)
                return row;
        }
        return -1;
    }

    std::vector<Line> lines;
};

SuggestionList::SuggestionList(Theme &theme, QWidget *field)
    : QListView(field)
    , m_field(field)
    , m_model(new Model(this))
{
    hide();
    setModel(m_model);
    setItemDelegate(new SuggestionDelegate(theme, this));
    setUniformItemSizes(true);
    setSelectionMode(SingleSelection);
    setEditTriggers(NoEditTriggers);
    setFocusPolicy(Qt::NoFocus);
    setMouseTracking(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAutoFillBackground(true);
    setCursor(Qt::ArrowCursor);
}

SuggestionList::~SuggestionList() = default;

void SuggestionList::setSuggestions(std::vector<Suggestion> suggestions)
{
    const QString kept = m_moved ? highlighted() : QString();
    m_model->replace(std::move(suggestions));
    if (m_moved) {
        highlight(kept);
    } else {
        const int first = m_model->usable(0) ? 0 : -1;
        highlightRow(first);
    }
    if (isVisible())
        place();
}

void SuggestionList::updateSuggestions(std::vector<Suggestion> suggestions)
{
    const QString kept = highlighted();
    if (isVisible() && (m_moved || underMouse()) && m_model->rowCount() > 0) {
        m_model->merge(std::move(suggestions));
    } else {
        const bool none = std::ranges::none_of(
            m_model->lines, [](const Model::Line &line) { return !line.shown.key.isEmpty(); });
        m_model->replace(std::move(suggestions));
        if (none && m_model->usable(0)) {
            highlightRow(0); // the first results
            if (isVisible())
                place();
            return;
        }
    }
    highlight(kept);
    if (isVisible())
        place();
}

void SuggestionList::open(int least)
{
    m_least = least;
    if (isHidden() || parentWidget() != m_field->window()) {
        setParent(m_field->window());
        m_pointer = QCursor::pos();
        show();
    }
    place();
    raise();
}

QString SuggestionList::highlighted() const
{
    const int row = currentIndex().row();
    return m_model->usable(row) ? m_model->lines[static_cast<std::size_t>(row)].shown.key
                                : QString();
}

bool SuggestionList::move(const QKeyEvent &key)
{
    const int count = m_model->rowCount();
    const int page = std::max(1, viewport()->height() / std::max(1, sizeHintForRow(0)) - 1);
    int step = 0;
    switch (key.key()) {
    case Qt::Key_Down:
        step = 1;
        break;
    case Qt::Key_Up:
        step = -1;
        break;
    case Qt::Key_PageDown:
        step = page;
        break;
    case Qt::Key_PageUp:
        step = -page;
        break;
    default:
        return false;
    }
    const int from = currentIndex().row();
    int row = from < 0 ? (step > 0 ? 0 : count - 1) : std::clamp(from + step, 0, count - 1);
    while (row >= 0 && row < count && !m_model->usable(row))
        row += step > 0 ? 1 : -1;
    if (m_model->usable(row)) {
        m_moved = true;
        highlightRow(row);
    }
    return true;
}

void SuggestionList::highlight(const QString &key)
{
    highlightRow(m_model->rowOf(key));
}

void SuggestionList::highlightRow(int row)
{
    const QModelIndex index = row < 0 ? QModelIndex() : m_model->index(row);
    selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect);
    if (index.isValid() && isVisible())
        scrollTo(index);
}

void SuggestionList::place()
{
    const QWidget *window = parentWidget();
    const QPoint below = m_field->mapTo(window, QPoint(0, m_field->height() + 2));
    const int wide = std::min(std::max(m_field->width(), m_least), window->width());
    const int rows = std::clamp(m_model->rowCount(), 1, mostLines);
    const int high = std::min(rows * std::max(1, sizeHintForRow(0)) + 2 * frameWidth(),
                              window->height() - below.y());
    const int left = std::clamp(below.x() + m_field->width() - wide, 0, window->width() - wide);
    setGeometry(left, below.y(), wide, high);
}

void SuggestionList::pressItem(const QModelIndex &index)
{
    if (m_model->usable(index.row()))
        Q_EMIT chosen(m_model->lines[static_cast<std::size_t>(index.row())].shown.key);
}

QString SuggestionList::keyAt(const QPoint &at) const
{
    const int row = indexAt(at).row();
    return m_model->usable(row) ? m_model->lines[static_cast<std::size_t>(row)].shown.key
                                : QString();
}

void SuggestionList::mouseMoveEvent(QMouseEvent *event)
{
    event->accept();
    // A list that opens under a resting pointer is not hovered.
    if (event->globalPosition().toPoint() == m_pointer)
        return;
    m_pointer = {-1, -1};
    if (const int row = indexAt(event->position().toPoint()).row(); m_model->usable(row)) {
        m_moved = true;
        highlightRow(row);
    }
}

void SuggestionList::mousePressEvent(QMouseEvent *event)
{
    event->accept();
    m_pressed = event->button() == Qt::LeftButton ? keyAt(event->position().toPoint()) : QString();
}

void SuggestionList::mouseReleaseEvent(QMouseEvent *event)
{
    event->accept();
    const QString pressed = std::exchange(m_pressed, {});
    if (!pressed.isEmpty() && keyAt(event->position().toPoint()) == pressed)
        Q_EMIT chosen(pressed);
}

void SuggestionList::showEvent(QShowEvent *event)
{
    // A press outside closes it. A popup window would notice that too, but takes the focus from the
    // field.
    qApp->installEventFilter(this);
    QListView::showEvent(event);
}

void SuggestionList::hideEvent(QHideEvent *event)
{
    qApp->removeEventFilter(this);
    m_moved = false;
    m_pressed.clear();
    QListView::hideEvent(event);
}

bool SuggestionList::eventFilter(QObject *watched, QEvent *event)
{
    if (isHidden())
        return QListView::eventFilter(watched, event);
    if (event->type() == QEvent::MouseButtonPress && watched->isWidgetType()) {
        const auto *widget = static_cast<QWidget *>(watched);
        if (widget != this && !isAncestorOf(widget) && widget != m_field &&
            !m_field->isAncestorOf(widget))
            hide();
    } else if (watched == m_field) {
        if (event->type() == QEvent::FocusOut &&
            static_cast<QFocusEvent *>(event)->reason() != Qt::PopupFocusReason)
            hide();
        else if (event->type() == QEvent::Hide)
            hide();
        else if (event->type() == QEvent::Move || event->type() == QEvent::Resize)
            place();
    } else if (watched == parentWidget() && event->type() == QEvent::Resize) {
        place();
    }
    return QListView::eventFilter(watched, event);
}

} // namespace oriel::ui
