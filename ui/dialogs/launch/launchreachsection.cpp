#include "ui/dialogs/launch/launchreachsection.h"

#include "ui/dialogs/actiondialog.h"
#include "ui/dialogs/optioncombo.h"

#include <QtWidgets/QCheckBox>
#include <QtWidgets/QFormLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>

using namespace Qt::StringLiterals;

namespace oriel::ui {

LaunchReachSection::LaunchReachSection(const UiContext &context, forms::LaunchForm &form,
                                       QWidget *parent)
    : LaunchSection(context, form, parent)
    , m_on(
          new QCheckBox(tr("Give it a floating &IP, so that it can be reached from outside"), this))
    , m_fields(new QWidget(this))
    , m_address(new OptionCombo({}, m_fields))
    , m_service(new OptionCombo({}, m_fields))
    , m_from(new OptionCombo({}, m_fields))
    , m_range(new QLineEdit(form.reachChoice().openTo, m_fields))
{
    addHeading(tr("Make it reachable"));
    m_on->setObjectName(u"reachable"_s);
    connect(m_on, &QCheckBox::clicked, &form,
            [this](bool on) { enter(&forms::ReachChoice::wanted, std::optional(on)); });
    column()->addWidget(m_on);
    QFormLayout *fields = ActionDialog::makeFields(m_fields);
    connect(m_address, &OptionCombo::chosen, &form,
            [this](const QString &id) { enter(&forms::ReachChoice::address, id); });
    ActionDialog::addField(fields, tr("Floating I&P"), m_address, u"address"_s);
    connect(m_service, &OptionCombo::chosen, &form, [this](const QString &key) {
        enter(&forms::ReachChoice::service, std::optional(key));
    });
    ActionDialog::addField(fields, tr("&Let in"), m_service, u"service"_s);
    connect(m_from, &OptionCombo::chosen, &form, [this](const QString &key) {
        enter(&forms::ReachChoice::from, key);
        if (m_range->isVisible())
            m_range->setFocus();
    });
    //: From where a service is let in.
    ActionDialog::addField(fields, tr("F&rom"), m_from, u"from"_s);
    m_range->setPlaceholderText(tr("For example 192.0.2.7 or 192.0.2.0/24"));
    connect(m_range, &QLineEdit::textChanged, &form,
            [this](const QString &range) { enter(&forms::ReachChoice::openTo, range); });
    ActionDialog::addField(fields, tr("Addr&ess or range"), m_range, u"openTo"_s);
    column()->addWidget(m_fields);
    m_text = addText(u"reachText"_s);
    addProblem(u"address"_s);
    addProblem(u"service"_s);
    addProblem(u"openTo"_s);
}

template <typename T>
void LaunchReachSection::enter(T forms::ReachChoice::*member, const T &value)
{
    forms::ReachChoice choice = form().reachChoice();
    choice.*member = value;
    form().setReachChoice(choice);
}

void LaunchReachSection::refresh()
{
    const forms::LaunchReach reach = form().reach();
    const QString obstacle = reach.obstacle();
    m_on->setEnabled(obstacle.isEmpty());
    m_on->setToolTip(obstacle);
    m_on->setChecked(reach.isOn());
    m_fields->setVisible(reach.isOn());
    if (reach.isOn()) {
        m_address->setOptions(reach.addresses());
        m_service->setOptions(reach.services());
        m_from->setOptions(reach.sources());
        m_from->setEnabled(!reach.service().isEmpty());
        auto *fields = static_cast<QFormLayout *>(m_fields->layout());
        fields->setRowVisible(m_range, !reach.service().isEmpty() && reach.asksForRange());
    }
    m_text->setText(reach.text());
}

} // namespace oriel::ui
