#pragma once

#include "base/result.h"
#include "openstack/config/cloudsloader.h"
#include "openstack/identity/project.h"

#include <QtWidgets/QWidget>

#include <functional>
#include <map>
#include <optional>

class QFrame;
class QLabel;
class QScrollArea;
class QVBoxLayout;

namespace oriel::ui {

class CloudCard;
class OtherCloudForm;
class Theme;

/// Where one signs in: a card for each cloud that was found, the demo cloud, and any other. It
/// shows what SignInController decides.
class SignInPage : public QWidget
{
    Q_OBJECT

public:
    explicit SignInPage(Theme &theme, QWidget *parent = nullptr);

    /// Tells of which clouds the keychain keeps the password. To be set before setClouds().
    void setKept(std::function<bool(const openstack::CloudConfig &)> kept)
    {
        m_kept = std::move(kept);
    }
    /// Makes the cards anew. An error is of the files as a whole.
    void setClouds(const Result<openstack::CloudList> &clouds);

    [[nodiscard]] CloudCard *card(const QString &name) const; ///< null: no cloud of that name
    [[nodiscard]] CloudCard *demoCard() const { return m_demo; }
    [[nodiscard]] CloudCard *otherCard() const { return m_other; }
    [[nodiscard]] OtherCloudForm *otherForm() const { return m_otherForm; }

    /// The focus to where one most likely begins.
    void focusFirst();

Q_SIGNALS:
    void cloudChosen(const oriel::openstack::CloudConfig &cloud, oriel::ui::CloudCard *card);
    void forgetWanted(const oriel::openstack::CloudConfig &cloud, oriel::ui::CloudCard *card);
    void demoChosen();
    void otherChosen();
    void cancelled(oriel::ui::CloudCard *card);
    void projectChosen(const oriel::openstack::Project &project, oriel::ui::CloudCard *card);
    void reloadWanted();

private:
    void addCard(CloudCard *card);

    Theme &m_theme;
    QScrollArea *m_scroll;
    QVBoxLayout *m_cards;
    QLabel *m_intro;
    QFrame *m_problem;
    QLabel *m_problemText;
    std::function<bool(const openstack::CloudConfig &)> m_kept;
    std::map<QString, CloudCard *> m_found;
    QString m_selected;
    QWidget *m_foundArea;
    QVBoxLayout *m_foundLayout;
    CloudCard *m_demo;
    CloudCard *m_other;
    OtherCloudForm *m_otherForm;
};

} // namespace oriel::ui
