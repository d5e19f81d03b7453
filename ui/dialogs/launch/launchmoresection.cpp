#include "ui/dialogs/launch/launchmoresection.h"

#include "ui/dialogs/launch/launchdetailssection.h"
#include "ui/theme/look.h"
#include "ui/theme/theme.h"

#include <QtWidgets/QLabel>
#include <QtWidgets/QToolButton>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oriel::ui {

LaunchMoreSection::LaunchMoreSection(const UiContext &context, forms::LaunchForm &form,
                                     QWidget *parent)
    : LaunchSection(context, form, parent)
    , m_toggle(new QToolButton(this))
{
    m_toggle->setObjectName(u"more"_s);
    //: Unfolds the fields that few new instances need.
    m_toggle->setText(tr("More options"));
    m_toggle->setAccessibleName(m_toggle->text());
    m_toggle->setToolTip(tr("Description, tags, metadata, user data, root password, server group"));
    m_toggle->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_toggle->setFocusPolicy(Qt::StrongFocus);
    setButtonKind(m_toggle, ButtonKind::Quiet);
    column()->addWidget(m_toggle, 0, Qt::AlignLeft);
    connect(m_toggle, &QToolButton::clicked, this, [this] {
        setOpen(!m_details || m_details->isHidden());
        if (!m_details->isHidden())
            Q_EMIT unfolded();
    });
    connect(&context.theme, &Theme::changed, this, &LaunchMoreSection::draw);
    if (LaunchDetailsSection::isUsed(form))
        setOpen(true);
    draw();
}

void LaunchMoreSection::setOpen(bool open)
{
    if (!m_details) {
        m_details = new LaunchDetailsSection(context(), form(), this);
        column()->addWidget(m_details);
        m_details->refresh();
    }
    m_details->setVisible(open);
    draw();
}

void LaunchMoreSection::draw()
{
    const bool open = m_details && !m_details->isHidden();
    m_toggle->setIcon(context().theme.icon(open ? u"chevron-down"_s : u"chevron-right"_s));
}

void LaunchMoreSection::refresh()
{
    if (m_details)
        m_details->refresh();
}

void LaunchMoreSection::showFaults(const std::vector<forms::LaunchFault> &faults)
{
    const bool any = std::ranges::any_of(
        faults, [](const auto &fault) { return LaunchDetailsSection::has(fault.field); });
    if (any && (!m_details || m_details->isHidden()))
        setOpen(true);
    if (m_details)
        m_details->showFaults(faults);
}

} // namespace oriel::ui
