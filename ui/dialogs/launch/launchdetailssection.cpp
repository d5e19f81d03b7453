#include "ui/dialogs/launch/launchdetailssection.h"

#include "openstack/compute/createserver.h"
#include "ui/dialogs/actiondialog.h"
#include "ui/dialogs/optioncombo.h"
#include "ui/theme/look.h"
#include "ui/widgets/secretedit.h"

#include <QtCore/QFile>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QFileDialog>
#include <QtWidgets/QFormLayout>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QPushButton>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

constexpr int userDataLines = 5;
constexpr std::array detailFields{"description"_L1, "tags"_L1, "metadata"_L1, "userData"_L1,
                                  "serverGroup"_L1};

} // namespace

LaunchDetailsSection::LaunchDetailsSection(const UiContext &context, forms::LaunchForm &form,
                                           QWidget *parent)
    : LaunchSection(context, form, parent)
{
    QFormLayout *fields = addFields();
    addTexts(fields);
    addUserData(fields);
    auto *drive = new QCheckBox(tr("Give the instance its data on a &configuration drive"), this);
    drive->setObjectName(u"configDrive"_s);
    drive->setChecked(form.details().configDrive);
    connect(drive, &QCheckBox::toggled, &form,
            [this](bool on) { enter(&forms::LaunchDetails::configDrive, on); });
    fields->addRow(QString(), drive);
    addHint(tr("User data is a script or a #cloud-config that the instance runs when it starts for "
               "the first time. Oriel does not keep it."));
    addPassword();
    addServerGroup();
    for (const QLatin1StringView key : detailFields)
        addProblem(QString(key));
}

bool LaunchDetailsSection::isUsed(const forms::LaunchForm &form)
{
    return form.details() != forms::LaunchDetails() ||
           !form.chosen(form.field(u"serverGroup")).isEmpty();
}

bool LaunchDetailsSection::has(const QString &field)
{
    return std::ranges::find(detailFields, field) != detailFields.end();
}

template <typename T>
void LaunchDetailsSection::enter(T forms::LaunchDetails::*member, const T &value)
{
    forms::LaunchDetails details = form().details();
    details.*member = value;
    form().setDetails(details);
}

void LaunchDetailsSection::addTexts(QFormLayout *fields)
{
    const forms::LaunchDetails &details = form().details();
    auto *description = new QLineEdit(details.description, this);
    description->setPlaceholderText(tr("Optional"));
    connect(description, &QLineEdit::textChanged, &form(),
            [this](const QString &text) { enter(&forms::LaunchDetails::description, text); });
    ActionDialog::addField(fields, tr("&Description"), description, u"description"_s);
    auto *tags = new QLineEdit(details.tags, this);
    tags->setPlaceholderText(tr("Optional, separated by commas"));
    connect(tags, &QLineEdit::textChanged, &form(),
            [this](const QString &text) { enter(&forms::LaunchDetails::tags, text); });
    ActionDialog::addField(fields, tr("&Tags"), tags, u"tags"_s);
    auto *metadata = new QLineEdit(details.metadataText(), this);
    metadata->setPlaceholderText(tr("Optional: key=value, separated by commas"));
    connect(metadata, &QLineEdit::textChanged, &form(), [this](const QString &text) {
        forms::LaunchDetails changed = form().details();
        changed.setMetadataText(text);
        form().setDetails(changed);
    });
    ActionDialog::addField(fields, tr("&Metadata"), metadata, u"metadata"_s);
}

void LaunchDetailsSection::addUserData(QFormLayout *fields)
{
    m_userData = new QPlainTextEdit(this);
    m_userData->setTabChangesFocus(true);
    showUserData(form().details().userData);
    setTextSize(m_userData, TextSize::Mono);
    m_userData->setFixedHeight(userDataLines * m_userData->fontMetrics().lineSpacing() +
                               2 * metrics::gap);
    connect(m_userData, &QPlainTextEdit::textChanged, &form(),
            [this] { enter(&forms::LaunchDetails::userData, m_userData->toPlainText().toUtf8()); });
    ActionDialog::addField(fields, tr("U&ser data"), m_userData, u"userData"_s);
    auto *open = new QPushButton(tr("Open file…"), this);
    open->setObjectName(u"userDataFile"_s);
    open->setAutoDefault(false);
    connect(open, &QPushButton::clicked, this, &LaunchDetailsSection::loadUserData);
    m_userDataText = makeLabel({}, TextSize::Small, this);
    m_userDataText->setObjectName(u"userDataText"_s);
    setSecondary(m_userDataText);
    auto *line = new QHBoxLayout;
    line->addWidget(open);
    line->addWidget(m_userDataText, 1);
    fields->addRow(QString(), line);
}

void LaunchDetailsSection::addPassword()
{
    auto *password = new SecretEdit(context().theme, this);
    password->setText(form().details().password);
    //: Shown in an empty field for a password.
    password->setPlaceholderText(tr("The cloud makes one"));
    connect(password, &QLineEdit::textChanged, &form(),
            [this](const QString &text) { enter(&forms::LaunchDetails::password, text); });
    ActionDialog::addField(addFields(), tr("R&oot password"), password, u"password"_s);
    addHint(tr("The password of root, or of the administrator of Windows. It works if the image "
               "takes passwords from the cloud; most Linux images use key pairs only. Oriel does "
               "not keep it."));
}

void LaunchDetailsSection::addServerGroup()
{
    m_serverGroup = addWithNew(addFields(), form().field(u"serverGroup"),
                               {{u"create-server-group"_s, tr("New server group…")}});
    m_serverGroupText = addText(u"serverGroupText"_s);
}

void LaunchDetailsSection::loadUserData()
{
    auto *dialog = new QFileDialog(this, tr("Open file"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly))
            m_userDataText->setText(tr("%1 cannot be read: %2").arg(path, file.errorString()));
        else
            showUserData(file.read(openstack::CreateServer::largestUserData));
    });
    dialog->open();
}

void LaunchDetailsSection::showUserData(const QByteArray &data)
{
    QStringDecoder decoder(QStringDecoder::Utf8);
    const QString text = decoder(data);
    const bool isText = !decoder.hasError();
    m_userData->setPlainText(isText ? text : QString());
    m_userData->setPlaceholderText(
        isText ? u"#cloud-config"_s
               //: User data from a file that is compressed, for example.
               : tr("The file is not text. It is sent unchanged. If you type here, your text "
                    "replaces it."));
    enter(&forms::LaunchDetails::userData, data);
}

void LaunchDetailsSection::refresh()
{
    m_userDataText->setText(form().details().userDataText());
    m_serverGroup->setOptions(form().options(form().field(u"serverGroup")));
    const QString meaning = form().serverGroupText();
    m_serverGroupText->setText(
        meaning.isEmpty()
            ? tr("The instances of a server group run on the same host, or on separate ones.")
            : meaning);
}

} // namespace oriel::ui
