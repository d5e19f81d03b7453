#include "forms/operationtext.h"
#include "ui/pages/activity/activitymodel.h"

#include <algorithm>

namespace oriel::ui {

ActivityFilter::ActivityFilter(ActivityModel &model, QObject *parent)
    : QSortFilterProxyModel(parent)
    , m_model(model)
{
    setSourceModel(&model);
}

void ActivityFilter::setText(const QString &text)
{
    m_words = text.split(u' ', Qt::SkipEmptyParts);
    invalidateFilter();
}

void ActivityFilter::setShow(Show show)
{
    m_show = show;
    invalidateFilter();
}

bool ActivityFilter::filterAcceptsRow(int row, const QModelIndex &) const
{
    using operations::Outcome;
    const operations::JournalEntry *entry = m_model.at(row);
    if (!entry)
        return false;
    const bool running = entry->outcome == Outcome::Running;
    const bool troubled = entry->outcome == Outcome::Failed || entry->outcome == Outcome::Unclear;
    if ((m_show == Show::Unfinished && !running) || (m_show == Show::Troubled && !troubled) ||
        (m_show == Show::Done && entry->outcome != Outcome::Succeeded))
        return false;
    const QStringList texts =
        QStringList{entry->title,    entry->subject.name, entry->subject.id,
                    entry->resultId, entry->scope.words,  forms::outcomeWord(*entry)} +
        entry->requestIds;
    return std::ranges::all_of(m_words, [&](const QString &word) {
        return std::ranges::any_of(
            texts, [&](const QString &text) { return text.contains(word, Qt::CaseInsensitive); });
    });
}

} // namespace oriel::ui
