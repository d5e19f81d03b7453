#include "ui/window/gettingstarted.h"

#include "ui/theme/look.h"
#include "ui/theme/theme.h"

#include <QtGui/QScreen>
#include <QtWidgets/QGridLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QScrollArea>
#include <QtWidgets/QVBoxLayout>

using namespace Qt::StringLiterals;

namespace oriel::ui {

namespace {

constexpr double mostOfScreen = 0.9; // the title bar needs some, too

} // namespace

GettingStarted::GettingStarted(QWidget *window)
    : QDialog(window)
    , m_page(new QWidget)
    , m_body(new QVBoxLayout(m_page))
{
    setObjectName(u"gettingStartedDialog"_s);
    setWindowTitle(tr("Getting started"));
    m_body->setContentsMargins(metrics::wide, metrics::pad, metrics::wide, metrics::pad);
    m_body->setSpacing(metrics::unit);

    addHeading(tr("Six words"));
    addText(tr("A cloud is a data center that you use over the network. With these words you find "
               "your way around."));
    addWord(tr("Instance"), tr("A virtual server. It runs until you shut it off, and exists until "
                               "you delete it. See Compute → Instances."));
    addWord(tr("Image"), tr("A ready-made disk that an instance starts from, such as Debian 12. "
                            "See Compute → Images."));
    addWord(tr("Volume"), tr("A disk that you attach to an instance. You can detach it and attach "
                             "it to another instance. See Storage → Volumes."));
    addWord(tr("Snapshot"),
            tr("The disks of an instance as they were at one moment. You can create "
               "a new instance from it. It is not a backup, because it is on the "
               "same storage as the original. See Storage → Snapshots."));
    addWord(tr("Flavor"), tr("The size of an instance: its number of processors (vCPUs), its "
                             "memory and its local disk."));
    addWord(tr("Project"), tr("The part of the cloud that you work in. Instances, images and "
                              "volumes belong to a project, its members share them, and its quota "
                              "limits them. Change the project at the top of the window."));

    addHeading(tr("Sign in"));
    addText(
        tr("Download a clouds.yaml or openrc file from your provider's portal and open it on "
           "the sign-in page. Or press “Enter an address…” and type the address of that portal, "
           "your user name and your password. To look around without an account, open the demo "
           "cloud."));

    addHeading(tr("Create a snapshot"));
    addText(tr("1. Open Compute → Instances and choose the instance.\n"
               "2. On its Snapshots tab, press “Create snapshot”.\n"
               "3. Name it and press “Create snapshot”."));
    addText(tr("Press F1 for all keyboard shortcuts."));
    m_body->addStretch();

    auto *scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setWidget(m_page);
    auto *close = new QPushButton(tr("Close"), this);
    close->setDefault(true);
    connect(close, &QPushButton::clicked, this, &QDialog::close);
    auto *foot = new QHBoxLayout;
    foot->setContentsMargins(metrics::wide, metrics::gap, metrics::wide, metrics::pad);
    foot->addStretch();
    foot->addWidget(close);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(scroll, 1);
    layout->addLayout(foot);
    const int width = 720;
    const int wanted = m_body->totalHeightForWidth(width) + foot->totalSizeHint().height();
    resize(QSize(width, wanted).boundedTo(screen()->availableSize() * mostOfScreen));
    close->setFocus(Qt::OtherFocusReason);
}

void GettingStarted::addHeading(const QString &text)
{
    if (m_body->count() > 0)
        m_body->addSpacing(metrics::pad);
    m_body->addWidget(makeLabel(text, TextSize::Heading, m_page));
}

void GettingStarted::addText(const QString &text)
{
    auto *label = makeLabel(text, TextSize::Body, m_page);
    label->setWordWrap(true);
    m_body->addWidget(label);
}

void GettingStarted::addWord(const QString &word, const QString &meaning)
{
    if (!m_words) {
        m_words = new QGridLayout;
        m_words->setContentsMargins(0, metrics::gap, 0, 0);
        m_words->setHorizontalSpacing(metrics::pad);
        m_words->setVerticalSpacing(metrics::gap);
        m_words->setColumnStretch(1, 1);
        m_body->addLayout(m_words);
    }
    auto *name = makeLabel(word, TextSize::Body, m_page);
    QFont strong = name->font();
    strong.setWeight(QFont::DemiBold);
    name->setFont(strong);
    auto *text = makeLabel(meaning, TextSize::Body, m_page);
    text->setWordWrap(true);
    text->setAccessibleName(u"%1: %2"_s.arg(word, meaning));
    const int row = m_words->rowCount();
    m_words->addWidget(name, row, 0, Qt::AlignTop);
    m_words->addWidget(text, row, 1);
}

} // namespace oriel::ui
