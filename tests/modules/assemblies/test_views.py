def test_overview_is_for_people_of_the_assembly_only(client, coordinator, make_user):
    address = coordinator.assembly.get_absolute_url()
    assert client.get(address).status_code == 302
    client.force_login(make_user("ailleurs"))
    assert client.get(address).status_code == 404
    client.force_login(coordinator.user)
    page = client.get(address)
    assert page.status_code == 200
    assert "Val d’Ambre" in page.content.decode()
