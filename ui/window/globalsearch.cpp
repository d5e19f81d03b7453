#include "ui/window/globalsearch.h"

#include "base/visible.h"
#include "ui/theme/theme.h"

#include <QtCore/QThreadPool>
#include <QtGui/QAction>
#include <QtGui/QKeyEvent>
#include <QtGui/QPainter>
#include <QtGui/QStandardItemModel>
#include <QtWidgets/QAbstractItemView>
#include <QtWidgets/QApplication>
#include <QtWidgets/QCompleter>
#include <QtWidgets/QStyledItemDelegate>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

constexpr int kindRole = Qt::UserRole + 1;

class HitDelegate final : public QStyledItemDelegate
{
public:
    HitDelegate(Theme &theme, QObject *parent) : QStyledItemDelegate(parent), m_theme(theme) {}

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
        painter->setPen(m_theme.color(Theme::Color::TextPrimary));
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

GlobalSearch::GlobalSearch(Theme &theme, QWidget *parent)
    : QLineEdit(parent)
    , m_theme(theme)
    , m_model(new QStandardItemModel(this))
    , m_completer(new QCompleter(m_model, this))
{
    setObjectName(u"globalSearch"_qs);
    setAccessibleName(tr("Search everything"));
    setClearButtonEnabled(true);
    addAction(theme.icon(u"search"_qs, Theme::Color::TextSecondary), QLineEdit::LeadingPosition);

    m_completer->setCompletionMode(QCompleter::UnfilteredPopupCompletion);
    m_completer->setWidget(this);
    m_completer->setMaxVisibleItems(12);
    m_completer->popup()->setItemDelegate(new HitDelegate(theme, this));
    m_completer->popup()->setObjectName(u"searchResults"_qs);
    m_completer->popup()->setAccessibleName(tr("Found"));
    connect(m_completer, qOverload<const QModelIndex &>(&QCompleter::activated), this,
            [this](const QModelIndex &index) { open(index.row()); });
    connect(this, &QLineEdit::textEdited, this, [this] { search(); });
    connect(this, &QLineEdit::textChanged, this, [this](const QString &text) {
        if (text.isEmpty())
            showHits({});
    });
}

void GlobalSearch::setStores(store::CloudStores *stores)
{
    ++m_generation; // what is still being searched belongs to the old scope
    m_interest.reset();
    m_stores = stores;
    clear();
    setEnabled(stores);
    if (stores && hasFocus())
        m_interest = stores->watch({store::Topic::Servers, store::Topic::Volumes,
                                    store::Topic::VolumeSnapshots, store::Topic::Images},
                                   store::Tempo::Background);
}

void GlobalSearch::focusInEvent(QFocusEvent *event)
{
    QLineEdit::focusInEvent(event);
    // Found is what is known; so that all is known, it is asked for as soon as somebody is about to
    // search.
    if (m_stores && !m_interest)
        m_interest = m_stores->watch({store::Topic::Servers, store::Topic::Volumes,
                                      store::Topic::VolumeSnapshots, store::Topic::Images},
                                     store::Tempo::Background);
}

void GlobalSearch::focusOutEvent(QFocusEvent *event)
{
    QLineEdit::focusOutEvent(event);
    if (event->reason() != Qt::PopupFocusReason && event->reason() != Qt::ActiveWindowFocusReason)
        m_interest.reset();
}

void GlobalSearch::resizeEvent(QResizeEvent *event)
{
    QLineEdit::resizeEvent(event);
    // The icon before the words and what the frame and the cursor take.
    const int room = width() - fontMetrics().height() - 24;
    QString words = tr("Search");
    for (const QString &longer : {tr("Search everything (Ctrl+K)"), tr("Search (Ctrl+K)")}) {
        if (fontMetrics().horizontalAdvance(longer) <= room) {
            words = longer;
            break;
        }
    }
    setPlaceholderText(words);
}

void GlobalSearch::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) {
        if (!text().isEmpty())
            clear();
        else if (QWidget *next = nextInFocusChain())
            next->setFocus(Qt::OtherFocusReason);
        return;
    }
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && !m_hits.empty())
        return open(0);
    if (event->key() == Qt::Key_Down && !m_hits.empty() && !m_completer->popup()->isVisible())
        return openPopup();
    QLineEdit::keyPressEvent(event);
}

void GlobalSearch::search()
{
    const quint64 generation = ++m_generation;
    if (!m_stores || text().trimmed().isEmpty())
        return showHits({});
    // A hundred thousand rows take longer than a frame.
    QThreadPool::globalInstance()->start([self = QPointer<GlobalSearch>(this), generation,
                                          text = text(), sources = SearchSources(*m_stores)] {
        auto hits = searchHits(sources, text);
        QMetaObject::invokeMethod(
            qApp,
            [self, generation, hits = std::move(hits)]() mutable {
                if (self && self->m_generation == generation)
                    self->showHits(std::move(hits));
            },
            Qt::QueuedConnection);
    });
}

void GlobalSearch::showHits(std::vector<SearchHit> hits)
{
    m_hits = std::move(hits);
    m_model->clear();
    for (const SearchHit &hit : m_hits) {
        auto *item = new QStandardItem(
            m_theme.icon(hit.icon), tr("%1  ·  %2").arg(isolated(hit.title), isolated(hit.detail)));
        item->setData(hit.kind, kindRole);
        item->setData(tr("%1 %2, %3").arg(hit.kind, isolated(hit.title), isolated(hit.detail)),
                      Qt::AccessibleTextRole);
        m_model->appendRow(item);
    }
    if (m_hits.empty() && !text().trimmed().isEmpty()) {
        auto *none = new QStandardItem(m_theme.icon(u"info"_qs), tr("Nothing is called that"));
        none->setEnabled(false);
        m_model->appendRow(none);
    }
    if (m_model->rowCount() == 0) {
        m_completer->popup()->hide();
    } else if (hasFocus()) {
        openPopup();
        if (!m_hits.empty())
            m_completer->popup()->setCurrentIndex(m_completer->completionModel()->index(0, 0));
    }
    Q_EMIT searched();
}

void GlobalSearch::openPopup()
{
    // The field gets narrow in a small window; what is found must be read all the same.
    const int wide = std::max(width(), 440);
    m_completer->complete(QRect(width() - wide, 0, wide, height() + 2));
}

void GlobalSearch::open(int row)
{
    if (row < 0 || static_cast<std::size_t>(row) >= m_hits.size())
        return;
    const Route route = m_hits[static_cast<std::size_t>(row)].route;
    m_completer->popup()->hide();
    clear();
    Q_EMIT navigate(route);
}

} // namespace oriel::ui
