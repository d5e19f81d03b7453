#include "ui/dialogs/launch/launchdialog.h"

#include "ui/dialogs/launch/launchaccesssection.h"
#include "ui/dialogs/launch/launchdisksection.h"
#include "ui/dialogs/launch/launchflavorsection.h"
#include "ui/dialogs/launch/launchmoresection.h"
#include "ui/dialogs/launch/launchnamesection.h"
#include "ui/dialogs/launch/launchnetworksection.h"
#include "ui/dialogs/launch/launchoriginalsection.h"
#include "ui/dialogs/launch/launchreachsection.h"
#include "ui/dialogs/launch/launchsourcesection.h"
#include "ui/dialogs/notepanel.h"
#include "ui/dialogs/quotalist.h"
#include "ui/widgets/commandbox.h"

#include <QtCore/QTimer>
#include <QtWidgets/QFormLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>
#include <chrono>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

constexpr int launchDialogWidth = 800;
constexpr int widestLabel = 160; ///< longer ones are wrapped
/// Not 0: that would make all sections in one turn of the event loop, before anything is painted.
constexpr std::chrono::milliseconds aTurn{1};

} // namespace

LaunchDialog::LaunchDialog(const UiContext &context, const operations::Subject &source,
                           QWidget *parent)
    : LaunchDialog(context,
                   std::make_unique<forms::LaunchForm>(context.client, context.stores, source,
                                                       context.roles),
                   parent)
{}

LaunchDialog::LaunchDialog(const UiContext &context, const operations::LaunchRequest &request,
                           QWidget *parent)
    : LaunchDialog(context,
                   std::make_unique<forms::LaunchForm>(context.client, context.stores, request,
                                                       context.roles),
                   parent)
{}

LaunchDialog::LaunchDialog(const UiContext &context, std::unique_ptr<forms::LaunchForm> form,
                           QWidget *parent)
    : ActionDialog(context.theme, launchDialogWidth, parent)
    , m_context(context)
    , m_form(std::move(form))
    , m_notes(new NotePanel(theme(), body()))
{
    setObjectName(u"launchDialog"_s);
    m_form->setOwnNetwork(context.ownNetwork());
    m_presets = m_form->edits();
    setAction(tr("Launch"), u"launch"_s, ButtonKind::Primary);
    column()->setSpacing(metrics::gap);
    m_notes->setObjectName(u"notes"_s);
    m_notes->setKeepsPlace();
    column()->addWidget(m_notes);
    m_name = add<LaunchNameSection>();
    m_missing = {[this] { add<LaunchSourceSection>(); },
                 [this] { add<LaunchFlavorSection>(); },
                 [this] { add<LaunchDiskSection>(); },
                 [this] { add<LaunchNetworkSection>(); },
                 [this] {
                     add<LaunchAccessSection>();
                     add<LaunchReachSection>();
                 },
                 [this] { add<LaunchOriginalSection>(); },
                 [this] {
                     makeEnd();
                 }};
    connect(m_form.get(), &forms::LaunchForm::changed, this, &LaunchDialog::refresh);
    refresh();
    m_name->start();
    QTimer::singleShot(aTurn, this, &LaunchDialog::makeNext);
}

LaunchDialog::~LaunchDialog() = default;

template <typename Section>
Section *LaunchDialog::add()
{
    auto *section = new Section(m_context, *m_form, body());
    m_sections.push_back(section);
    column()->addWidget(section);
    section->refresh();
    return section;
}

void LaunchDialog::makeNext()
{
    m_missing.front()();
    m_missing.pop_front();
    // The last one is visible only in the next turn, too.
    QTimer::singleShot(aTurn, this,
                       m_missing.empty() ? &LaunchDialog::refresh : &LaunchDialog::makeNext);
}

void LaunchDialog::makeEnd()
{
    auto *more = add<LaunchMoreSection>();
    connect(more, &LaunchMoreSection::unfolded, this, [this, more] { reveal(more); });
    m_quota = new QuotaList(theme(), tr("Quota"), body());
    column()->addSpacing(metrics::gap);
    column()->addWidget(m_quota);
    m_command = addCommand();
}

void LaunchDialog::chooseFlavor(const QString &id)
{
    m_form->choose(m_form->field(u"flavor"), id);
    m_presets = m_form->edits();
}

void LaunchDialog::setCount(int count)
{
    m_form->setCount(count);
    m_presets = m_form->edits();
}

bool LaunchDialog::isFilledIn() const
{
    return m_form->edits() != m_presets &&
           (m_form->count() > 1 || m_form->request() != m_untouched);
}

void LaunchDialog::refresh()
{
    setHead(tr("Launch instance"), m_form->sourceText());
    const bool begun = !m_form->source().id.isEmpty();
    if (m_form->edits() == m_presets)
        m_untouched = m_form->request();
    // Until then, the dialog grows.
    m_complete = m_missing.empty();
    const bool ready = m_form->ready() && m_complete;
    const auto faults = ready && begun ? m_form->faults() : std::vector<forms::LaunchFault>();
    for (LaunchSection *section : m_sections) {
        section->refresh();
        section->showFaults(faults);
    }
    alignLabels();
    m_notes->setNote(NotePanel::Kind::Plain, m_form->notes());
    if (m_command) {
        m_quota->setLines(m_form->room());
        m_command->setVisible(begun);
        m_command->setCommand([form = m_form.get()] { return form->command(); });
    }
    setImpact(m_form->warning());
    if (ready && !begun)
        setHint(m_form->problem());
    else
        setProblem(m_form->problem(), ready);
}

/// The fields of all sections begin at the same place.
void LaunchDialog::alignLabels()
{
    std::vector<QLabel *> labels{m_name->label()};
    for (QFormLayout *fields : body()->findChildren<QFormLayout *>()) {
        for (int row = 0; row < fields->rowCount(); ++row) {
            const QLayoutItem *item = fields->itemAt(row, QFormLayout::LabelRole);
            if (auto *label = item ? qobject_cast<QLabel *>(item->widget()) : nullptr)
                labels.push_back(label);
        }
    }
    int width = 0;
    for (const QLabel *label : labels) {
        const int needed = label->fontMetrics().horizontalAdvance(label->text());
        width = std::max(width, std::min(needed, widestLabel));
    }
    for (QLabel *label : labels) {
        label->setWordWrap(label->fontMetrics().horizontalAdvance(label->text()) > width);
        label->setFixedWidth(width);
    }
}

void LaunchDialog::act()
{
    const operations::LaunchRequest request = m_form->request();
    const operations::LaunchCount count = m_form->launchCount();
    accept();
    Q_EMIT requested(request, count);
}

} // namespace oriel::ui
