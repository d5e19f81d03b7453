#include "ui/pages/overview/duesection.h"

#include "models/words.h"
#include "operations/actions/action.h"
#include "operations/names.h"
#include "operations/removal/removal.h"
#include "store/cloudstores.h"
#include "ui/dialogs/deleteflow.h"
#include "ui/navigation/operationroute.h"
#include "ui/pages/overview/rowlist.h"
#include "ui/theme/look.h"
#include "ui/theme/theme.h"

#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QVBoxLayout>

using namespace Qt::StringLiterals;

namespace oriel::ui {

DueSection::DueSection(const UiContext &ui, QWidget *parent)
    : QFrame(parent)
    , m_ui(ui)
    , m_summary(makeLabel({}, TextSize::Body, this))
    , m_review(new QPushButton(tr("Review and delete…"), this))
    , m_rows(new RowList(ui.theme, this))
    , m_delete(new DeleteFlow(ui, this))
{
    setObjectName(u"dueSection"_s);
    setPanelKind(this, PanelKind::Card);
    setAccessibleName(tr("Due for deletion"));
    m_summary->setObjectName(u"dueSummary"_s);
    setSecondary(m_summary);
    m_review->setObjectName(u"reviewDue"_s);
    m_rows->setObjectName(u"due"_s);
    auto *head = new QHBoxLayout;
    head->setSpacing(metrics::pad);
    head->addWidget(makeLabel(tr("Due for deletion"), TextSize::Heading, this));
    head->addWidget(m_summary, 1);
    head->addWidget(m_review);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(metrics::pad, metrics::gap + metrics::unit, metrics::pad,
                               metrics::gap + metrics::unit);
    layout->setSpacing(metrics::gap);
    layout->addLayout(head);
    layout->addWidget(m_rows);
    connect(m_review, &QPushButton::clicked, this, &DueSection::review);
    connect(m_rows, &RowList::navigate, this, &DueSection::navigate);
    connect(m_delete, &DeleteFlow::navigate, this, &DueSection::navigate);
    hide();
}

void DueSection::refresh()
{
    m_items = forms::dueForDeletion(m_ui.stores, m_ui.clock.now().toLocalTime().date());
    const QSet<QString> going = operations::beingRemoved(m_ui.operations);
    std::erase_if(m_items, [&](const auto &item) { return going.contains(item.subject.id); });
    setVisible(!m_items.empty());
    m_summary->setText(forms::dueSummary(m_items));
    const QString reader = operations::readerObstacle(m_ui.roles);
    m_review->setEnabled(reader.isEmpty());
    m_review->setToolTip(reader);
    m_review->setAccessibleDescription(reader.isEmpty() ? m_summary->text() : reader);
    std::vector<RowItem> rows;
    for (const forms::DueItem &item : m_items) {
        QStringList facts{
            tr("keep-until date passed: %1").arg(item.keepUntil.toString(Qt::ISODate))};
        if (!item.serverName.isEmpty())
            facts.prepend(item.serverName);
        if (item.bytes > 0)
            facts += models::bytesText(item.bytes);
        const bool known = !item.serverId.isEmpty() && m_ui.stores.servers.find(item.serverId);
        rows.push_back(
            {u"clock"_s, Theme::Color::Warning,
             operations::nameOrId(item.subject.name, item.subject.id), facts.join(u" · "_s),
             subjectRoute(item.subject, known ? item.serverId : QString()), item.subject});
    }
    m_rows->setRows(rows, {});
}

void DueSection::review()
{
    std::vector<operations::Subject> subjects;
    subjects.reserve(m_items.size());
    for (const forms::DueItem &item : m_items)
        subjects.push_back(item.subject);
    m_delete->remove(subjects);
}

} // namespace oriel::ui
