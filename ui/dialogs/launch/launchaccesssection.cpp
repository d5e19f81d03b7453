#include "ui/dialogs/launch/launchaccesssection.h"

#include "ui/dialogs/actiondialog.h"
#include "ui/dialogs/optioncombo.h"

#include <QtWidgets/QFormLayout>

using namespace Qt::StringLiterals;

namespace oriel::ui {

LaunchAccessSection::LaunchAccessSection(const UiContext &context, forms::LaunchForm &form,
                                         QWidget *parent)
    : LaunchSection(context, form, parent)
{
    column()->addSpacing(metrics::gap);
    QFormLayout *fields = addFields();
    m_keyPair = addWithNew(
        fields, form.field(u"keyPair"),
        {{u"import-key-pair"_s, tr("Import…")}, {u"generate-key-pair"_s, tr("Generate…")}});
    const forms::LaunchField &zone = form.field(u"zone");
    m_zone = makeCombo(zone);
    ActionDialog::addField(fields, zone.label, m_zone, zone.key);
    addHint(tr("With a key pair, you can log in through SSH without a password. The zone is "
               "the part of the cloud where the instance runs, usually that of its volumes."));
}

void LaunchAccessSection::refresh()
{
    m_keyPair->setOptions(form().options(form().field(u"keyPair")));
    m_zone->setOptions(form().options(form().field(u"zone")));
}

} // namespace oriel::ui
